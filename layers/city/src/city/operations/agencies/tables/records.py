"""The three tables of the agencies: what is configured, what was said, and which sessions are open.

They are apart because who may read each is: sessions no staff, configuration nobody who only counts messages.
"""

from pynamodb.attributes import (
    DiscriminatorAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from city.office.tables.access_log import ViewAttributes

AGENCIES = "agencies"


class AgencyTable(Model):
    """Agencies, codes, and what people decided of them. Nothing in it ends by itself."""

    class Meta:
        table_name = "agencies"

    subject = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()


class WordsRecord(AgencyTable, discriminator="words"):
    """A configuration or a table of codes: the one that stands, and each that stood, as JSON."""

    revision = NumberAttribute()
    body = UnicodeAttribute()
    changed_by = UnicodeAttribute()
    changed_by_name = UnicodeAttribute(null=True)
    changed_at = UTCDateTimeAttribute()
    reason = UnicodeAttribute()


class KeyRecord(AgencyTable, discriminator="key"):
    """What is kept of one kind of key of an agency: digests as JSON, or only that there is one."""

    digests = UnicodeAttribute()
    made_at = UTCDateTimeAttribute()
    made_by = UnicodeAttribute()


class ProposalRecord(AgencyTable, discriminator="proposal"):
    """One turn of a proposal for a new key; all of them stay."""

    turn = NumberAttribute()
    what = UnicodeAttribute()
    reason = UnicodeAttribute()
    proposed_by = UnicodeAttribute()
    proposed_by_name = UnicodeAttribute(null=True)
    proposed_at = UTCDateTimeAttribute()
    state = UnicodeAttribute()
    decided_by = UnicodeAttribute(null=True)
    decided_by_name = UnicodeAttribute(null=True)
    decided_at = UTCDateTimeAttribute(null=True)
    decided_because = UnicodeAttribute(null=True)


class MessageViewRecord(ViewAttributes, AgencyTable, discriminator="view"):
    """Who read what an agency said, and why."""


class AboutIndex(GlobalSecondaryIndex["MessageRecord"]):
    """Messages by what they are about. Only messages that say something of an occurrence or an incident stand in it."""

    class Meta:
        index_name = "about"
        projection = AllProjection()

    about = UnicodeAttribute(hash_key=True)
    # The message's id and the agency's: two agencies may be told in the same moment.
    about_entry = UnicodeAttribute(range_key=True)


class AgencyMessageTable(Model):
    """What was said, by whom, and how often. Everything in it ends."""

    class Meta:
        table_name = "agency-messages"

    subject = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()
    expires = TTLAttribute(null=True)


class MessageRecord(AgencyMessageTable, discriminator="message"):
    """That a message came or went, without what it said."""

    message_id = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    direction = UnicodeAttribute()
    outcome = UnicodeAttribute()
    because = UnicodeAttribute(null=True)
    event_code = UnicodeAttribute(null=True)
    event_name_ko = UnicodeAttribute(null=True)
    occurrence = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    incident_id = UnicodeAttribute(null=True)
    size_bytes = NumberAttribute()
    # Until when what it said is kept; None where it is not.
    kept_until = UTCDateTimeAttribute(null=True)
    about = UnicodeAttribute(null=True)
    about_entry = UnicodeAttribute(null=True)

    by_about = AboutIndex()


class ContentRecord(AgencyMessageTable, discriminator="content"):
    """What a message said, as it came."""

    content_type = UnicodeAttribute()
    text = UnicodeAttribute()
    kept_until = UTCDateTimeAttribute()


class OccurrenceRecord(AgencyMessageTable, discriminator="occurrence"):
    """How often an agency spoke of one occurrence. `is_opened`: whether it told of its beginning; `is_over`, `over_at`:
    whether it told of its end, and at which time by its own clock."""

    said = NumberAttribute()
    is_opened = NumberAttribute()
    is_over = NumberAttribute(default=0)
    over_at = UTCDateTimeAttribute(null=True)


class SaidRecord(AgencyMessageTable, discriminator="said"):
    """One thing that was said of an occurrence, by the digest of its words, and the number it got."""

    revision = NumberAttribute()
    message_type = UnicodeAttribute()
    is_over = NumberAttribute(default=0)
    taken_at = UTCDateTimeAttribute(null=True)


class ToldRecord(AgencyMessageTable, discriminator="told"):
    """What an agency was told of an incident last. `claimed_until`: a worker is telling it more."""

    number = UnicodeAttribute(null=True)
    revision = NumberAttribute(null=True)
    status = UnicodeAttribute(null=True)
    looks = UnicodeAttribute(null=True)
    claimed_until = UTCDateTimeAttribute(null=True)


class NumberRecord(AgencyMessageTable, discriminator="number"):
    """Which incident an agency knows by a number."""

    incident_id = UnicodeAttribute()


class HealthRecord(AgencyMessageTable, discriminator="health"):
    last_heard_at = UTCDateTimeAttribute(null=True)
    last_told_at = UTCDateTimeAttribute(null=True)
    failing_since = UTCDateTimeAttribute(null=True)


class CountRecord(AgencyMessageTable, discriminator="count"):
    """Of one day, agency, direction and code: messages, different occurrences, refusals."""

    requests = NumberAttribute(default=0)
    events = NumberAttribute(default=0)
    refused = NumberAttribute(default=0)


class AgencySessionTable(Model):
    """Sessions both ways, and how often somebody came in the last minutes. No staff reads it."""

    class Meta:
        table_name = "agency-sessions"

    subject = UnicodeAttribute(hash_key=True)
    kind = DiscriminatorAttribute()
    expires = TTLAttribute()


class SessionRecord(AgencySessionTable, discriminator="session"):
    """A session that the city gave. Its key is not in it."""

    agency_id = UnicodeAttribute()
    digest = UnicodeAttribute()
    key_digest = UnicodeAttribute()
    expires_at = UTCDateTimeAttribute()


class LineRecord(AgencySessionTable, discriminator="line"):
    """A session that a platform gave the city: its key has to be said again, so it is kept as it is, for hours."""

    session_key = UnicodeAttribute()


class RateRecord(AgencySessionTable, discriminator="rate"):
    calls = NumberAttribute(default=0)


RECORDS: dict[str, type[Model]] = {
    "agencies_table": AgencyTable,
    "agency_messages_table": AgencyMessageTable,
    "agency_sessions_table": AgencySessionTable,
}
