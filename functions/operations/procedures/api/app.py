"""The staff's API of procedures, their runs, and shifts."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi, read_number
from city.aws.observability import observed
from city.contracts.operations.staff import procedures as said
from city.operations.procedures.bootstrap import ProcedureDesk, desk_from_env

ROOM = ("operator", "supervisor")
READERS = (*ROOM, "auditor")


def make_app(desk: Callable[[], ProcedureDesk] = desk_from_env) -> StaffApi:
    app = StaffApi("operations", most_body_bytes=64 * 1024)

    @app.get("/procedures", READERS, ko="절차 목록")
    def list_procedures() -> said.ProcedureList:
        return desk().list_procedures.show()

    @app.post("/procedures/trial", ("supervisor",), ko="절차 시험 실행")
    def try_procedure(body: said.TryProcedure) -> said.TrialStory:
        return desk().try_procedures.try_out(body)

    @app.get("/procedures/{procedure_id}/versions", READERS, ko="절차의 판")
    def show_versions(procedure_id: str) -> said.ProcedureVersions:
        return desk().show_versions.show(procedure_id)

    @app.put("/procedures/{procedure_id}", ("supervisor",), ko="절차 쓰기")
    def write_procedure(procedure_id: said.ProcedureId, body: said.WriteProcedure) -> said.ProcedureLine:
        return desk().write_procedures.write(procedure_id, body, app.person)

    @app.get("/incidents/{incident}/procedures", READERS, ko="사건의 절차")
    def show_runs(incident: str) -> said.IncidentProcedures:
        return desk().show_runs.show(incident)

    @app.post("/incidents/{incident}/procedures", ROOM, ko="절차 시작")
    def start_run(incident: str, body: said.StartRun) -> said.IncidentProcedures:
        desk().start_by_hand.start(incident, body.procedure_id, app.person)
        return desk().show_runs.show(incident)

    @app.get("/steps", ROOM, ko="나를 기다리는 단계")
    def show_waiting() -> said.WaitingSteps:
        return desk().show_waiting.show([group for group in app.groups if group in ROOM])

    @app.post("/runs/{run_id}/steps/{number}/answer", ROOM, ko="단계 응답")
    def answer_step(run_id: str, number: str, body: said.AnswerStep) -> said.StepLine:
        return desk().answer_step.answer(run_id, _number(number), body, app.person, app.groups)

    @app.post("/runs/{run_id}/steps/{number}/hand-over", ROOM, ko="단계 넘기기")
    def hand_over_step(run_id: str, number: str, body: said.HandOverStep) -> said.StepLine:
        return desk().hand_over_step.hand_over(run_id, _number(number), body, app.person, app.groups)

    @app.get("/shifts", READERS, ko="인수인계")
    def show_shifts() -> said.ShiftBoard:
        return desk().show_shifts.show()

    @app.post("/shifts", ROOM, ko="인계")
    def offer_hand_over(body: said.OfferHandOver) -> said.HandOverLine:
        return desk().offer_hand_over.offer(body, app.person)

    @app.post("/shifts/{hand_over_id}/signature", ROOM, ko="인수 서명")
    def sign_hand_over(hand_over_id: str, body: said.SignHandOver) -> said.HandOverLine:
        return desk().sign_hand_over.sign(hand_over_id, body, app.person)

    @app.post("/shifts/{hand_over_id}/withdrawal", ROOM, ko="인계 철회")
    def withdraw_hand_over(hand_over_id: str) -> said.HandOverLine:
        return desk().withdraw_hand_over.withdraw(hand_over_id, app.person)

    return app


def _number(text: str) -> int:
    """A step's number; none is step 0, which nobody is asked."""
    return read_number(text, most_digits=2) or 0


app = make_app()
handler = observed(app)
