"""Citizens at the pages of fines: each with a notice of their own, so that no flow meets another's."""

import re
import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from playwright.sync_api import Locator, expect

from infra.fines.draws import draw_phone, draw_plate, unknown_to
from infra.fines.seed import as_csv, import_file, notice_row, today_in_seoul
from infra.fines.street import FinesClient
from infra.local.city import City
from tests.browser.visits import Visit


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who got a notice of 40,000 won two days ago, and may pay 32,000."""

    number: str
    plate: str
    phone: str

    @property
    def notice(self) -> str:
        """Number and plate, as they are written in the chat."""
        return f"{self.number} {self.plate}"


def new_owner(city: City) -> Owner:
    clerk, today = FinesClient(city), today_in_seoul()
    owner = Owner(
        number=unknown_to(clerk, "number", lambda: f"1140-{today.year}-8{secrets.randbelow(1_000_000):06d}"),
        plate=unknown_to(clerk, "plate", partial(draw_plate, "하")),
        phone=unknown_to(clerk, "phone", draw_phone),
    )
    row = notice_row(
        관리번호=owner.number,
        차량번호=owner.plate,
        소유자="한지우",
        휴대전화=owner.phone,
        위반일시=f"{today - timedelta(days=4)} 09:30",
        위반장소="을지로 30",
        사전통지일=today - timedelta(days=2),
        의견제출기한=today + timedelta(days=18),
    )
    report = import_file(city, f"flow-{uuid.uuid4().hex[:8]}.csv", as_csv([row]))
    assert report["loaded"] == 1, report
    return owner


class Chat:
    """The talk on `/fines/chat`."""

    def __init__(self, visit: Visit) -> None:
        self.page = visit.page
        self.field = visit.page.locator("textarea[name=words]")

    @property
    def answers(self) -> Locator:
        return self.page.locator(".said.office:not(.waiting)")

    def ask(self, words: str) -> str:
        """What the office says to it."""
        before = self.answers.count()
        self.field.fill(words)
        self.field.press("Enter")
        expect(self.answers).to_have_count(before + 1)
        return self.answers.last.inner_text()

    def ticket(self) -> tuple[str, str]:
        """The number and the code that the last answer gave."""
        words = self.answers.last.inner_text()
        number, code = re.search(r"\d{4}-\d{4}", words), self.answers.last.locator(".kept").inner_text()
        assert number, words
        return number[0], code


def look_up_notice(visit: Visit, owner: Owner) -> Locator:
    """How far the owner's case is, on `/fines/case`."""
    form = visit.page.locator("section", has=visit.page.get_by_role("heading", name="고지서로 확인"))
    form.get_by_label("고지서 번호").fill(owner.number)
    form.get_by_label("차량번호").fill(owner.plate)
    form.get_by_role("button", name="확인").click()
    return form.locator(".found")


def read_answer(visit: Visit, ticket: str, code: str) -> Locator:
    """What was answered to a ticket, on `/fines/case`."""
    form = visit.page.locator("section", has=visit.page.get_by_role("heading", name="답변 읽기"))
    form.get_by_label("접수번호").fill(ticket)
    form.get_by_label("확인 코드").fill(code)
    form.get_by_role("button", name="확인").click()
    return form.locator(".found")


def digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())
