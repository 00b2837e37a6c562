"""What members of the adequacy panel said of a round, turn by turn."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.connection import Connection

from city.aws.dynamo import Writes, WritesRefused
from city.dividend.rounds.errors import RoundMoved
from city.dividend.rounds.model import Voice
from city.dividend.rounds.tables.rounds import RoundRecord, RoundsTable


class VoiceRecord(RoundsTable, discriminator="voice"):
    member = UnicodeAttribute()
    approves = NumberAttribute()
    reason = UnicodeAttribute()
    at = UTCDateTimeAttribute()

    def to_voice(self) -> Voice:
        return Voice(member=self.member, approves=bool(self.approves), reason=self.reason, at=self.at)


class PanelVoices:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def current(self, record: RoundRecord) -> tuple[Voice, ...]:
        """What was said since the panel was last asked anew."""
        prefix = f"voice#{int(record.panel_turn)}#"
        found = RoundsTable.query(record.round_id, RoundsTable.entry.startswith(prefix), consistent_read=True)
        heard = [voice.to_voice() for voice in found if isinstance(voice, VoiceRecord)]
        return tuple(sorted(heard, key=lambda voice: voice.at))

    def earlier(self, record: RoundRecord) -> tuple[Voice, ...]:
        """What was said before the panel was last asked anew: why it refused."""
        found = RoundsTable.query(record.round_id, RoundsTable.entry.startswith("voice#"), consistent_read=True)
        heard = [
            voice.to_voice()
            for voice in found
            if isinstance(voice, VoiceRecord) and int(voice.entry.split("#")[1]) < int(record.panel_turn)
        ]
        return tuple(sorted(heard, key=lambda voice: voice.at))

    def add(self, record: RoundRecord, voice: Voice) -> None:
        """Raises RoundMoved if another voice was heard meanwhile."""
        said = VoiceRecord(
            round_id=record.round_id,
            entry=f"voice#{int(record.panel_turn)}#{voice.member}",
            member=voice.member,
            approves=int(voice.approves),
            reason=voice.reason,
            at=voice.at,
        )
        before = record.revision
        writes = Writes()
        writes.add("voice", lambda t: t.save(said, condition=RoundsTable.entry.does_not_exist()))
        writes.add(
            "round",
            lambda t: t.update(
                record, actions=[RoundRecord.revision.set(before + 1)], condition=RoundRecord.revision == before
            ),
        )
        try:
            writes.commit(self._connection)
        except WritesRefused:
            raise RoundMoved(record.round_id) from None
