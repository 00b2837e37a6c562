"""What the functions of procedures read of their environment, each no more than it works with."""

from city.kernel.settings import Settings


class ProcedureSettings(Settings):
    """For what only keeps books of runs."""

    aws_region: str
    procedures_table: str


class MachineSettings(ProcedureSettings):
    """For what wakes a run."""

    procedure_machine: str


class EscalationSettings(ProcedureSettings):
    """For what tells that nobody acknowledged."""

    incidents_table: str
    live_queue_url: str


class ProcedureStaffSettings(MachineSettings):
    """For the staff's API."""

    incidents_table: str
