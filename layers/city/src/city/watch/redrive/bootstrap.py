"""The composition root of sending dead letters back: the only place of this area that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from city.aws.clients import open_client
from city.aws.dynamo import bind, open_connection
from city.kernel.clock import Clock, SystemClock
from city.watch.redrive.settings import RedriveSettings

if TYPE_CHECKING:
    from city.office.service.know_people import KnowPeople
    from city.watch.redrive.service.decide_redrive import DecideToSendBack
    from city.watch.redrive.service.propose_redrive import ProposeToSendBack
    from city.watch.redrive.service.show_dead_letters import ListDeadLetters, ShowDeadLetters


@dataclass(frozen=True, slots=True, kw_only=True)
class RedriveDesk:
    """What the staff's API of dead letters calls."""

    people: KnowPeople
    list_dead_letters: ListDeadLetters
    show_dead_letters: ShowDeadLetters
    propose: ProposeToSendBack
    decide: DecideToSendBack


def build_desk(environment: Mapping[str, str], clock: Clock) -> RedriveDesk:
    from city.office.service.know_people import KnowPeople
    from city.watch.redrive.service.decide_redrive import DecideToSendBack
    from city.watch.redrive.service.propose_redrive import ProposeToSendBack
    from city.watch.redrive.service.queues import QueuesOfDeadLetters
    from city.watch.redrive.service.show_dead_letters import ListDeadLetters, ShowDeadLetters
    from city.watch.redrive.tables import NAMES, Redrives, RedriveTable

    settings = RedriveSettings.from_environment(environment)
    connection = open_connection(settings.aws_region)
    bind(RedriveTable, settings.redrives_table, connection)
    redrives = Redrives(connection)
    letters = QueuesOfDeadLetters(
        sqs=open_client("sqs", region_name=settings.aws_region),
        cloudwatch=open_client("cloudwatch", region_name=settings.aws_region),
        prefix=f"dongne-{settings.stage}-",
        clock=clock,
    )
    return RedriveDesk(
        people=KnowPeople(names=NAMES, clock=clock),
        list_dead_letters=ListDeadLetters(letters=letters, redrives=redrives),
        show_dead_letters=ShowDeadLetters(letters=letters, redrives=redrives),
        propose=ProposeToSendBack(letters=letters, redrives=redrives, clock=clock),
        decide=DecideToSendBack(letters=letters, redrives=redrives, clock=clock),
    )


@cache
def desk_from_env() -> RedriveDesk:
    return build_desk(os.environ, SystemClock())
