"""Golden dialogues: read, played through a city's doors, and judged line by line."""

import re
import urllib.parse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import yaml

from tests.golden.cast import OWNER_NAME, OWNER_PLACE, Cast

_FILE = Path(__file__).with_name("dialogues.yaml")
_TICKET = re.compile(r"(?<![\d-])\d{4}-\d{4}(?![\d-])")
_ACCOUNT = re.compile(r"790-[\d-]+\d")
_LINK = re.compile(r"https?:|www\.|\.kr\b|\.com\b", re.IGNORECASE)
_ENDS_THE_RIGHT = (
    "의견제출·이의제기를 하실 수 없습니다",
    "ends your right",
    "不能再",
    "khong con",
)
# What someone who is not the owner on file never reads.
_SECRETS = (OWNER_NAME, OWNER_PLACE)
_TELEPHONES, _PAGES = ("owner", "other", "stranger"), ("web",)


class Doors(Protocol):
    """The doors of a city: everything goes in and comes out as it does for citizens, the bank and staff."""

    def hand_in(self, rows: Sequence[Mapping[str, str]]) -> None: ...

    def text(self, telephone: str, words: str, photo: bool) -> str:
        """Sends a text, or a picture with words. Returns what is answered."""

    def hear(self, telephone: str) -> str:
        """The next text that the city sends of itself."""

    def chat(self, session: str, words: str) -> str: ...

    def deposit(self, account: str, amount_krw: int) -> None: ...

    def staff(self, method: str, path: str, **body: Any) -> Any: ...


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One whole conversation. `sentence` says what holds in it."""

    sentence: str
    notices: Mapping[str, Mapping[str, Any]]
    talk: Sequence[Mapping[str, Any]]
    desk: Mapping[str, Mapping[str, Any]]


def read_dialogues() -> list[Dialogue]:
    return [
        Dialogue(one["sentence"], one["notices"], one["talk"], one["desk"])
        for one in yaml.safe_load(_FILE.read_text("utf-8"))
    ]


@dataclass
class Played:
    """A dialogue in a city. Each step is judged when it is said; the desk is judged at the end."""

    doors: Doors
    cast: Cast
    tickets: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)

    def prepare(self) -> None:
        self.doors.hand_in(self.cast.rows())
        for number, move in self.cast.moves():
            self.doors.staff("POST", f"/cases/{number}/moves", move=move, note="심사에 앞선 처분")

    def play(self, dialogue: Dialogue) -> None:
        for step in dialogue.talk:
            self._step(step)
        for name, wanted in dialogue.desk.items():
            self._judge_desk(name, wanted)

    def _step(self, step: Mapping[str, Any]) -> None:
        who = next((one for one in (*_TELEPHONES, *_PAGES, "photo") if one in step), None)
        if who is not None:
            words = self.cast.fill(step[who])
            self._judge(step, who, words, self._say(who, words))
        elif "pays" in step:
            case = self._case(step["pays"])
            self.doors.deposit(case["account"]["account_number"], step["krw"])
            self._judge(step, "owner", f"({step['krw']:,} won)", self._hear())
        else:
            number = self.cast.number(step["staff"])
            self.doors.staff("POST", f"/cases/{number}/moves", move=step["move"], note=step["note"])
            self._judge(step, "owner", f"({step['move']})", self._hear())

    def _hear(self) -> str:
        return self.doors.hear(self.cast.telephone("owner"))

    def _say(self, who: str, words: str) -> str:
        if who in _PAGES:
            return self.doors.chat(self.cast.session(who), words)
        telephone = self.cast.telephone("owner" if who == "photo" else who)
        return self.doors.text(telephone, words, who == "photo")

    def _judge(self, step: Mapping[str, Any], who: str, words: str, reply: str) -> None:
        self.log += [f"{who}> {words}", f"    < {reply}"]
        self.tickets += _TICKET.findall(reply)
        for told in step.get("told", ()):
            assert any(self.cast.fill(one) in reply for one in told.split(" | ")), self._because(f"not told: {told}")
        for never in step.get("not", ()):
            assert self.cast.fill(never) not in reply, self._because(f"told: {never}")
        self._judge_accounts(step.get("account", ()), reply)
        self._judge_always(who, reply)
        if step.get("nobody_hears_the_same"):
            words = self.cast.fill(re.sub(r"\{\w+(\.\w+)?\}", r"{nobody\1}", step[who]))
            other = self.doors.text(self.cast.telephone("control"), words, False)
            assert other == reply, self._because(f"of a car of nobody: {other}")

    def _judge_accounts(self, names: Sequence[str], reply: str) -> None:
        """A reply holds the accounts of these notices, and of no other."""
        told = sorted({re.sub(r"\D", "", account) for account in _ACCOUNT.findall(reply)})
        bound = sorted(self._case(name)["account"]["account_number"] for name in names)
        assert told == bound, self._because(f"accounts {told}, bound to the cases {bound}")

    def _judge_always(self, who: str, reply: str) -> None:
        assert reply, self._because("no answer")
        assert _LINK.search(reply) is None, self._because("a link")
        if who not in _PAGES:
            reply.encode("euc_kr")
        if _ACCOUNT.search(reply) and "32,000" in reply:
            assert any(words in reply for words in _ENDS_THE_RIGHT), self._because("not told what paying ends")
        if who not in ("owner", "photo"):
            for secret in (*_SECRETS, self.cast.telephone("owner"), self.cast.telephone("owner").replace("-", "")):
                assert secret not in reply, self._because("told to somebody else than the owner")

    def _judge_desk(self, name: str, wanted: Mapping[str, Any]) -> None:
        case = self._case(name)
        opinions = sorted(case["opinions"], key=lambda opinion: str(opinion["given_at"]))
        found = {
            "state": case["state"],
            "opinions": [opinion["words"] for opinion in opinions],
            "verified": all(opinion["verified"] for opinion in opinions),
            "paid": case["paid_krw"],
            "deposits": [deposit["reason"] or deposit["outcome"] for deposit in case["deposits"]],
            "tickets": [self._as_wanted(ticket) for ticket in self._tickets(case["number"])],
        }
        expected = {
            "state": wanted["state"],
            "opinions": [self._words(words) for words in wanted.get("opinions", ())],
            "verified": wanted.get("verified", True),
            "paid": wanted.get("paid"),
            "deposits": wanted.get("deposits", []),
            "tickets": [
                {"reason": ticket["reason"], "words": self._words(ticket["words"]) if "words" in ticket else None}
                for ticket in wanted.get("tickets", ())
            ],
        }
        assert found == expected, self._because(f"on the desk for {name}: {found}, not {expected}")

    def _words(self, words: str | Sequence[str]) -> str:
        """What is on file of one text, or of several that were said after one another."""
        return self.cast.fill(words if isinstance(words, str) else "\n".join(words))

    def _tickets(self, number: str) -> list[Mapping[str, Any]]:
        """Tickets that were told in the dialogue, each once, in their order."""
        shown = [self.doors.staff("GET", f"/tickets/{ticket}") for ticket in dict.fromkeys(self.tickets)]
        return [ticket for ticket in shown if ticket["notice_number"] in (number, None)]

    @staticmethod
    def _as_wanted(ticket: Mapping[str, Any]) -> dict[str, Any]:
        return {"reason": ticket["reason"], "words": ticket["words"]}

    def _case(self, name: str) -> Mapping[str, Any]:
        number = urllib.parse.quote(self.cast.number(name))
        shown: Mapping[str, Any] = self.doors.staff("POST", f"/cases/{number}/disclosure", reason="대화 전체를 심사함")
        return shown

    def _because(self, why: str) -> str:
        return "\n".join([why, *self.log])
