"""Instalments granted on a case, as the text they are stored as."""

import json
from dataclasses import asdict
from datetime import date

from city.fines.law.instalments import GrantedPlan, Hardship, Instalment, InstalmentPlan, Payment


def write_plan(plan: GrantedPlan) -> str:
    return json.dumps(asdict(plan), default=date.isoformat)


def read_plan(text: str) -> GrantedPlan:
    told = json.loads(text)
    return GrantedPlan(
        hardship=Hardship(told["hardship"]),
        applied_on=date.fromisoformat(told["applied_on"]),
        granted_on=date.fromisoformat(told["granted_on"]),
        surcharge_krw=told["surcharge_krw"],
        plan=InstalmentPlan(
            tuple(
                Instalment(date.fromisoformat(each["due_on"]), each["amount_krw"], each["number"])
                for each in told["plan"]["instalments"]
            ),
            told["plan"]["extended"],
        ),
        payments=tuple(Payment(**paid) for paid in told["payments"]),
        ended_on=date.fromisoformat(told["ended_on"]) if told["ended_on"] else None,
    )
