"""What of a citizen's money is held, kept on the case in the transaction that holds it, moves it or lets it go."""

import json
from datetime import datetime

from pynamodb.expressions.update import Action

from city.fines.law.deposits import HeldMoney, SuspenseReason
from city.fines.law.tables.case_records import NoticeRecord

# A record has room for no more; what comes after is in the deposits only.
NOTED_AT_MOST = 50


def held_of(case: NoticeRecord) -> tuple[HeldMoney, ...]:
    """All that is held for a case, oldest first."""
    if not case.held:
        return ()
    return tuple(
        HeldMoney(
            deposit_key=each["deposit_key"],
            amount_krw=each["amount_krw"],
            at=datetime.fromisoformat(each["at"]),
            reason=SuspenseReason(each["reason"]) if each["reason"] else None,
            expected_krw=each["expected_krw"],
            asked_by=frozenset(each["asked_by"]),
            returning=each["returning"],
        )
        for each in json.loads(case.held)
    )


def held_for(case: NoticeRecord, holder: str | None) -> tuple[HeldMoney, ...]:
    """What of it may be told to whoever writes; `holder` is their partition, None in a web chat."""
    return tuple(money for money in held_of(case) if money.heard_by(holder, is_owner=case.holder == holder))


def note_held(case: NoticeRecord, money: HeldMoney) -> list[Action]:
    """Notes money on a case, or what has changed of it."""
    others = [each for each in held_of(case) if each.deposit_key != money.deposit_key]
    return _written([*others, money][:NOTED_AT_MOST])


def note_gone(case: NoticeRecord, deposit_key: str) -> list[Action]:
    """Strikes money off a case that is held for it no more; nothing, where none is noted."""
    left = [each for each in held_of(case) if each.deposit_key != deposit_key]
    return _written(left) if len(left) < len(held_of(case)) else []


def _written(held: list[HeldMoney]) -> list[Action]:
    if not held:
        return [NoticeRecord.held.remove()]
    return [
        NoticeRecord.held.set(
            json.dumps(
                [
                    {
                        "deposit_key": money.deposit_key,
                        "amount_krw": money.amount_krw,
                        "at": money.at.isoformat(),
                        "reason": money.reason.value if money.reason else None,
                        "expected_krw": money.expected_krw,
                        "asked_by": sorted(money.asked_by),
                        "returning": money.returning,
                    }
                    for money in sorted(held, key=lambda money: money.at)
                ]
            )
        )
    ]
