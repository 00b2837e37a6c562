"""The records of this area, under the setting that names their table. Tickets stand in the desk's, which `law` names."""

from pynamodb.models import Model

from city.fines.talk.tables.files import FileRecord
from city.fines.talk.tables.talks import TurnRecord

RECORDS: dict[str, type[Model]] = {"talks_table": TurnRecord, "files_table": FileRecord}
