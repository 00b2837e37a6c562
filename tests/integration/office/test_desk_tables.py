"""The access log, the history and the names of staff over a desk's table, as a domain keeps them."""

from datetime import UTC, datetime, timedelta

import boto3
import pytest
from pynamodb.attributes import DiscriminatorAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.models import Model

from city.aws.dynamo import Writes, bind, open_connection
from city.aws.edge.staff_api import StaffPerson
from city.contracts.base import AwareMoment, Contract
from city.contracts.staff import ViewLine
from city.kernel.errors import Invalid
from city.office.service.know_people import KnowPeople
from city.office.service.show_views import ShowViews
from city.office.tables.access_log import AccessLog, ViewAttributes
from city.office.tables.history import HISTORY, HistoryAttributes, add_history_line
from city.office.tables.people import NameAttributes, StaffNames
from tests.integration.moto_city import REGION, FixedClock

AT = datetime(2026, 11, 10, 3, tzinfo=UTC)
KIM = "4a5b6c7d-0000-4000-8000-000000000001"


class Desk(Model):
    class Meta:
        table_name = "desk"

    subject = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()


class Line(HistoryAttributes, Desk, discriminator="history"):
    pass


class View(ViewAttributes, Desk, discriminator="view"):
    pass


class Look(ViewLine):
    pass


class Name(NameAttributes, Desk, discriminator="person"):
    pass


class Voice(Contract):
    member: str
    member_name: str | None = None
    at: AwareMoment


class Draft(Contract):
    author: str
    author_name: str | None = None
    written_at: AwareMoment
    approved_by: str | None = None
    approved_by_name: str | None = None
    file: str = KIM
    file_name: str | None = None
    voices: tuple[Voice, ...] = ()


@pytest.fixture
def connection(cloud: None) -> Connection:
    keys = [("subject", "HASH"), ("entry", "RANGE")]
    boto3.client("dynamodb").create_table(
        TableName="desk",
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys],  # type: ignore[misc]
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name, _ in keys],
        BillingMode="PAY_PER_REQUEST",
    )
    opened = open_connection(REGION)
    bind(Desk, "desk", opened)
    return opened


@pytest.mark.usefixtures("connection")
@pytest.mark.parametrize("newest_first", [False, True])
def test_who_looked_is_listed_page_by_page_of_one_subject(newest_first: bool) -> None:
    log = AccessLog(View, newest_first)
    for hours, who in enumerate(("kim", "lee", "park")):
        log.keep("case#1", by=who, reason="확인이 필요합니다", at=AT + timedelta(hours=hours))
    log.keep("case#2", by="choi", reason="다른 건입니다", at=AT)
    shown = ShowViews(log, Look, "case#{}".format)

    first = shown.list("1", 2, None)
    second = shown.list("1", 2, first.next_page)

    seen = [view.by for view in (*first.views, *second.views)]
    assert seen == (["park", "lee", "kim"] if newest_first else ["kim", "lee", "park"])
    assert second.next_page is None
    assert first.views[0].reason == "확인이 필요합니다"


@pytest.mark.usefixtures("connection")
@pytest.mark.parametrize(("subject", "page"), [(None, None), ("", None), ("1", "subject=case#2~entry=x"), ("1", "?")])
def test_no_subject_and_no_page_of_ours_is_invalid(subject: str | None, page: str | None) -> None:
    with pytest.raises(Invalid):
        ShowViews(AccessLog(View), Look).list(subject, 10, page)


def test_the_same_line_at_the_same_moment_is_written_once(connection: Connection) -> None:
    for _ in range(2):
        writes = Writes()
        add_history_line(writes, Line, "case#1", what="opened", by="kim", at=AT, note=None)
        writes.commit(connection)

    (line,) = Line.query("case#1", Desk.entry.startswith(HISTORY))
    assert (line.what, line.by, line.at, line.note) == ("opened", "kim", AT, None)


@pytest.fixture
def people(connection: Connection) -> KnowPeople:
    return KnowPeople(names=StaffNames(Name), clock=FixedClock())


def test_each_role_is_named_as_it_was_at_its_own_moment(people: KnowPeople) -> None:
    names = StaffNames(Name)
    names.keep(KIM, "김민지", None, AT)
    names.keep(KIM, "김개명", None, AT + timedelta(days=2))
    voice = Voice(member=KIM, at=AT + timedelta(days=3))
    draft = Draft(author=KIM, written_at=AT + timedelta(days=1), approved_by=KIM, voices=(voice,))

    named = people.named(draft)

    assert isinstance(named, Draft)
    assert (named.author_name, named.approved_by_name, named.voices[0].member_name) == ("김민지", "김개명", "김개명")
    assert named.author == KIM


def test_what_was_done_before_names_were_kept_is_by_the_first_name_known(people: KnowPeople) -> None:
    StaffNames(Name).keep(KIM, "김민지", None, AT)

    named = people.named(Draft(author=KIM, written_at=AT - timedelta(days=9)))

    assert named.author_name == "김민지"  # type: ignore[attr-defined]  # the same contract


def test_nobody_is_named_who_is_not_known_and_nothing_that_is_no_role(people: KnowPeople) -> None:
    people.note(StaffPerson(KIM, None, None))
    unknown = people.named(Draft(author=KIM, written_at=AT))
    people.note(StaffPerson(KIM, "김민지", "minji.kim@jungu.example"))
    known = people.named(Draft(author=KIM, written_at=AT))

    assert (unknown.author_name, known.author_name) == (None, "김민지 (minji.kim@jungu.example)")  # type: ignore[attr-defined]
    assert known.file_name is None  # type: ignore[attr-defined]
