"""Showing a citizen what is on file of their talk on the web."""

from dataclasses import dataclass

from city.contracts.fines.own_talk import TURNS_SHOWN, AskOwnTalk, OwnFile, OwnTalk, OwnTurn
from city.fines.talk.tables.memory import Conversations
from city.fines.talk.tables.talks import TurnRecord
from city.fines.talk.web.limits import LOOKED_UP_OF_A_TALK_AT_MOST, LOOKED_UP_OF_AN_ADDRESS_AT_MOST
from city.fines.talk.web.service.own_talk import FindOwnTalk
from city.fines.talk.web.service.visits import CountVisits
from city.kernel.privacy import KeyedHash


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOwnTalk:
    """To whoever has its session, which is as secret as the talk is."""

    find_own_talk: FindOwnTalk
    conversations: Conversations
    visits: CountVisits
    hashed: KeyedHash

    def show(self, ask: AskOwnTalk, source_ip: str) -> OwnTalk:
        """Raises TooManyMessages."""
        self.visits.admit("ip own talk", source_ip, LOOKED_UP_OF_AN_ADDRESS_AT_MOST)
        self.visits.admit("own talk", ask.session, LOOKED_UP_OF_A_TALK_AT_MOST)
        holder = self.hashed.of("web", f"web:{ask.session}")
        found = self.find_own_talk.find(holder)
        return OwnTalk(
            turns=tuple(_turn(turn) for turn in found.turns[-TURNS_SHOWN:]),
            has_more=len(found.turns) > TURNS_SHOWN,
            files=tuple(
                OwnFile(
                    name=record.name,
                    content_type=record.content_type,
                    size_bytes=int(record.size_bytes),
                    handed_in_at=record.signed_at,
                    is_sent=record.message_id is not None,
                )
                for record in found.files
            ),
            remembered_until=self.conversations.remembered_until(holder),
            kept=found.kept(),
        )


def _turn(turn: TurnRecord) -> OwnTurn:
    return OwnTurn(at=turn.at, said=turn.said, reply=turn.reply, language=turn.language, ticket=turn.ticket)
