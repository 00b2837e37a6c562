"""The log of views, told in its own contract."""

from dataclasses import dataclass
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from city.aws.observability import describe_failure, logger
from city.contracts.operations.viewlog import LegalBasis, ViewEntryV1, ViewOutcome
from city.operations.viewing.errors import ViewLogClosed
from city.operations.viewing.looks import LoggedLook
from city.operations.viewlog.errors import LogBusy
from city.operations.viewlog.tables.log import ViewLog as Log

# 개인영상정보 관리대장 and 시행령 15조: what was seen, and how.
_SUBJECT: Final = "실시간 영상"
_ITEMS: Final = "개인영상정보(얼굴, 행동, 차량)"
_FORM: Final = "실시간 열람"
_SAFEGUARDS: Final = "목적 외 이용·재제공 금지, 저장·녹화 금지, 기간이 끝나면 자동 차단"


@dataclass(frozen=True, slots=True)
class LoggedViews:
    log: Log

    def append(self, entry: LoggedLook) -> None:
        try:
            self.log.append(_entry(entry))
        except (LogBusy, BotoCoreError, ClientError, PynamoDBException) as error:
            logger().error("the log of views cannot be written", extra=describe_failure(error))
            raise ViewLogClosed from error


def _entry(look: LoggedLook) -> ViewEntryV1:
    return ViewEntryV1(
        key=look.key,
        outcome=ViewOutcome(look.outcome),
        at=look.at,
        who=look.who,
        name=look.name[:120],
        organisation=look.organisation,
        outside=look.outside,
        grant=look.grant,
        incident=look.incident,
        event_kind=look.event_kind,
        camera=look.camera,
        camera_name=look.camera_name[:120] if look.camera_name else None,
        handler=look.handler[:120] if look.handler else None,
        basis=LegalBasis(look.basis),
        purpose=look.purpose,
        reason=look.reason,
        document=look.document,
        subject=f"{_SUBJECT} ({look.camera_name})"[:500] if look.camera_name else _SUBJECT,
        items=_ITEMS,
        form=_FORM,
        scope=look.scope,
        starts=look.starts,
        ends=look.ends,
        safeguards=_SAFEGUARDS if look.outside else "",
    )
