"""Instalments granted on a case, as the text they are stored as."""

import json
from dataclasses import asdict
from datetime import date

from city.fines.law.instalments import GrantedPlan, Hardship, Instalment, InstalmentPlan, Payment


def write_plan(plan: GrantedPlan) -> str:
    return json.dumps(asdict(plan), default=date.isoformat)


def read_plan(text: str) -> GrantedPlan:
    fields = json.loads(text)
    return GrantedPlan(
        hardship=Hardship(fields["hardship"]),
        applied_on=date.fromisoformat(fields["applied_on"]),
        granted_on=date.fromisoformat(fields["granted_on"]),
        surcharge_krw=fields["surcharge_krw"],
        plan=InstalmentPlan(
            tuple(
                Instalment(date.fromisoformat(each["due_on"]), each["amount_krw"], each["number"])
                for each in fields["plan"]["instalments"]
            ),
            fields["plan"]["extended"],
        ),
        payments=tuple(Payment(**paid) for paid in fields["payments"]),
        ended_on=date.fromisoformat(fields["ended_on"]) if fields["ended_on"] else None,
    )
