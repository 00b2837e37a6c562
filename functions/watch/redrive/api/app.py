"""The staff's API of dead letters: what lies where, and sending it back by two people. No body is ever shown."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.observability import observed
from city.contracts.watch import dead_letters
from city.watch.redrive.bootstrap import RedriveDesk, desk_from_env

READERS = ("operator", "manager", "auditor", "clerk")
DECIDERS = ("operator", "manager")


def make_app(desk: Callable[[], RedriveDesk] = desk_from_env) -> StaffApi:
    app = StaffApi("watch", people=lambda: desk().people)

    @app.get("/dead-letters", READERS, ko="처리하지 못한 메시지가 있는 대기열")
    def list_dead_letters() -> dead_letters.DeadLetterQueues:
        return desk().list_dead_letters.show()

    @app.get("/dead-letters/{queue}", READERS, ko="대기열 하나와 재처리 제안")
    def show_dead_letters(queue: str) -> dead_letters.DeadLetterQueueStory:
        return desk().show_dead_letters.show(queue)

    @app.post("/dead-letters/{queue}/proposal", DECIDERS, ko="재처리 제안")
    def propose(queue: str, body: dead_letters.ProposeRedrive) -> dead_letters.RedriveLine:
        return desk().propose.propose(queue, body, app.by)

    @app.post("/dead-letters/{queue}/proposal/decision", DECIDERS, ko="재처리 결정")
    def decide(queue: str, body: dead_letters.DecideRedrive) -> dead_letters.RedriveLine:
        return desk().decide.decide(queue, body, app.by)

    return app


app = make_app()
handler = observed(app)
