"""The commands of the Makefile that are of the fines: sms, deposit."""

import os
import sys

from rich.markup import escape
from rich.panel import Panel

from infra.fines.seed import SERVICE_NUMBER
from infra.fines.street import BankClient, FinesClient, Phone
from infra.local.city import City
from infra.local.command_line import perform, stay_on_this_machine
from infra.local.machine.trouble import CityTrouble


def send_text() -> int:
    sender, words = os.environ.get("FROM", ""), os.environ.get("TEXT", "")
    if not sender or not words:
        raise CityTrouble('Say who texts what: make sms FROM=01012345678 TEXT="가상계좌 주세요 12가3456"')
    city = City.running()
    phone = Phone(city, sender)
    city.console.print(Panel(escape(words), title=sender, title_align="right", width=60, border_style="cyan"))
    for reply in [phone.ask(words), *phone.whatever_else_comes()]:
        city.console.print(Panel(escape(reply), title=f"#{SERVICE_NUMBER}", title_align="left", width=60))
    return 0


def deposit() -> int:
    account = "".join(c for c in os.environ.get("ACCOUNT", "") if c.isdigit())
    amount = "".join(c for c in os.environ.get("AMOUNT", "") if c.isdigit())
    if not account or not amount:
        raise CityTrouble("Say which account receives how much: make deposit ACCOUNT=790-0101-2345-678 AMOUNT=32000")
    city = City.running()
    key = BankClient(city).deposit(account, int(amount))
    outcome = FinesClient(city).wait_for_deposit(key)
    if outcome["outcome"] == "settled":
        city.console.print(f"[green]납부 완료[/] {outcome['notice_number']} · settled, the case is closed ({key})")
        return 0
    city.console.print(f"[yellow]보관[/] {outcome['reason']} · kept in suspense for staff ({key})")
    return 0


if __name__ == "__main__":
    stay_on_this_machine()
    perform({"sms": send_text, "deposit": deposit}[sys.argv[1]])
