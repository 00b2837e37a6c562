"""The access log and the history over a desk's table, as a domain keeps them."""

from datetime import UTC, datetime, timedelta

import boto3
import pytest
from pynamodb.attributes import DiscriminatorAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.models import Model

from city.aws.dynamo import Writes, bind, open_connection
from city.contracts.staff import ViewLine
from city.kernel.errors import Invalid
from city.office.service.show_views import ShowViews
from city.office.tables.access_log import AccessLog, ViewAttributes
from city.office.tables.history import HISTORY, HistoryAttributes, add_history_line
from tests.integration.moto_city import REGION

AT = datetime(2026, 11, 10, 3, tzinfo=UTC)


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
