"""The tables of viewing: grants, views, and who of an agency is who. Each laid out as its template says."""

from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, TTLAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model


class IncidentIndex(GlobalSecondaryIndex[Any]):
    """The grants of an incident, as they were asked for."""

    class Meta:
        index_name = "incident"
        projection = AllProjection()

    incident_id = UnicodeAttribute(hash_key=True)
    asked = UnicodeAttribute(range_key=True)


class OrganisationIndex(GlobalSecondaryIndex[Any]):
    class Meta:
        index_name = "organisation"
        projection = AllProjection()

    organisation = UnicodeAttribute(hash_key=True)
    asked = UnicodeAttribute(range_key=True)


class DueIndex(GlobalSecondaryIndex[Any]):
    """What somebody or something still has to do with a grant; whatever is done with is not in it."""

    class Meta:
        index_name = "due"
        projection = AllProjection()

    due = UnicodeAttribute(hash_key=True)
    asked = UnicodeAttribute(range_key=True)


class GrantRecord(Model):
    class Meta:
        table_name = "grants"

    grant_id = UnicodeAttribute(hash_key=True)
    incident_id = UnicodeAttribute()
    organisation = UnicodeAttribute()
    # When it was asked for, in UTC, and its id: no two grants are at one place of an index.
    asked = UnicodeAttribute()
    due = UnicodeAttribute(null=True)
    revision = NumberAttribute()
    # The whole grant as JSON, but for when it was last used: a look writes that alone.
    body = UnicodeAttribute()
    used_at = UTCDateTimeAttribute(null=True)

    by_incident = IncidentIndex()
    by_organisation = OrganisationIndex()
    by_due = DueIndex()


class ViewRecord(Model):
    """A view of one camera by one person. `session` opens the camera at its source, and is read by the video door alone."""

    class Meta:
        table_name = "views"

    view_id = UnicodeAttribute(hash_key=True)
    grant_id = UnicodeAttribute()
    camera_id = UnicodeAttribute()
    viewer = UnicodeAttribute()
    viewer_name = UnicodeAttribute()
    opened_at = UTCDateTimeAttribute()
    session = UnicodeAttribute()
    session_until = UTCDateTimeAttribute()
    expires = TTLAttribute()


class PersonRecord(Model):
    """For which agency somebody works: as one proposed it, and another decided."""

    class Meta:
        table_name = "agency_people"

    person_id = UnicodeAttribute(hash_key=True)
    name = UnicodeAttribute(null=True)
    # Empty for somebody who signed in and whom nobody has placed yet.
    organisation = UnicodeAttribute(null=True)
    state = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)
    proposed_by = UnicodeAttribute(null=True)
    proposed_by_name = UnicodeAttribute(null=True)
    proposed_at = UTCDateTimeAttribute(null=True)
    supervised = BooleanAttribute(default=False)
    decided_by = UnicodeAttribute(null=True)
    decided_by_name = UnicodeAttribute(null=True)
    decided_at = UTCDateTimeAttribute(null=True)
    decided_because = UnicodeAttribute(null=True)
    seen_at = UTCDateTimeAttribute()
    revision = NumberAttribute()


# Under the setting that names the table.
RECORDS: dict[str, type[Model]] = {
    "grants_table": GrantRecord,
    "views_table": ViewRecord,
    "agency_people_table": PersonRecord,
}
