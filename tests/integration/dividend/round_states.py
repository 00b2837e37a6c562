"""What tests look at in a round that was played."""

import json
from typing import Any

import boto3

from city.contracts.dividend.citizens import AskStatement
from city.dividend.payout.statement import StatementKey
from city.dividend.rounds.service import paths
from city.dividend.rounds.tables.steps import StepRecord
from infra.dividend.local_round import card
from tests.integration.dividend_in_moto import ROUND, DividendInMoto

DATA_SET = f"dividend-{ROUND}"


def balance(dividend: DividendInMoto, round_id: str = ROUND) -> dict[str, int]:
    return {account.value: amount for account, amount in dividend.books.trial_balance(round_id).items() if amount}


def ask(number: int, secret: bytes = b"s" * 64, round_id: str = ROUND) -> AskStatement:
    return AskStatement(card_id=card(number), code=StatementKey(secret).code(round_id, card(number)))


def forget(step: str) -> dict[str, Any]:
    """What a step came to, which nobody knows any more."""
    found = list(StepRecord.query(ROUND, StepRecord.entry.startswith(f"step#{step}#")))
    for record in found:
        record.delete()
    return dict(json.loads(found[0].result))


def leave_decision(content: bytes) -> None:
    boto3.client("s3").put_object(Bucket="work", Key=paths.decision_name(ROUND), Body=content)
