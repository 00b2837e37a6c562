"""Every record of rounds, under the setting that names its table.

Apart from the package: whoever imports one table would import them all.
"""

from pynamodb.models import Model

from city.dividend.rounds.tables.files import FileRecord
from city.dividend.rounds.tables.opt_outs import OptOutRecord
from city.dividend.rounds.tables.proposals import ProposalRecord
from city.dividend.rounds.tables.rounds import RoundsTable
from city.dividend.rounds.tables.steps import StepRecord
from city.dividend.rounds.tables.voices import VoiceRecord

RECORDS: dict[str, type[Model]] = {"rounds_table": RoundsTable, "opt_outs_table": OptOutRecord}
# What else shares the rounds' table: its kinds are known once their classes are.
SHARING = (FileRecord, ProposalRecord, StepRecord, VoiceRecord)
