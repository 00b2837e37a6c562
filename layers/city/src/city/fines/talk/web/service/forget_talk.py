"""Forgetting a citizen's talk on the web, because they ask for it (개인정보 보호법 §36)."""

from dataclasses import dataclass

from city.aws.incoming import IncomingFiles
from city.aws.observability import count, logger
from city.contracts.fines.own_talk import AskOwnTalk, ForgottenTalk
from city.fines.talk.tables.files import Files
from city.fines.talk.tables.memory import Conversations
from city.fines.talk.tables.open_words import delete_open_words
from city.fines.talk.tables.talks import Talks
from city.fines.talk.web.limits import FORGOTTEN_OF_A_TALK_AT_MOST, LOOKED_UP_OF_AN_ADDRESS_AT_MOST
from city.fines.talk.web.service.own_talk import TURNS_READ, FindOwnTalk
from city.fines.talk.web.service.visits import CountVisits
from city.kernel.privacy import KeyedHash


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetTalk:
    """Deletes the words, the conversation and the files that prove nothing; tells what the law keeps.

    Asked again it goes on where it stopped.
    """

    find_own_talk: FindOwnTalk
    conversations: Conversations
    talks: Talks
    files: Files
    store: IncomingFiles
    visits: CountVisits
    hashed: KeyedHash

    def forget(self, ask: AskOwnTalk, source_ip: str) -> ForgottenTalk:
        """Raises TooManyMessages."""
        self.visits.admit("ip own talk", source_ip, LOOKED_UP_OF_AN_ADDRESS_AT_MOST)
        self.visits.admit("forget talk", ask.session, FORGOTTEN_OF_A_TALK_AT_MOST)
        holder = self.hashed.of("web", f"web:{ask.session}")
        found = self.find_own_talk.find(holder)
        # The conversation first: what is said next is not read with words that are gone.
        self.conversations.forget(holder)
        delete_open_words(holder)
        files = [record for record in found.files if not found.file_stays(record)]
        for record in files:
            # The content first: a crash in between is found again by the record.
            self.store.delete(record.key)
            self.store.delete(record.incoming_key)
            self.files.delete(record)
        turns = [turn for turn in found.turns if not found.stays(turn)]
        self.talks.delete(turns)
        count("TalkForgotten")
        logger().info("talk forgotten", extra={"turns": len(turns), "files": len(files)})
        return ForgottenTalk(
            turns=len(turns), files=len(files), is_finished=len(found.turns) < TURNS_READ, kept=found.kept()
        )
