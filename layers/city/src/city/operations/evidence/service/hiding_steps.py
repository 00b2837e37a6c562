"""What asks for a step of a copy on which others are hidden, and how the copy's state is kept."""

from pydantic import BaseModel

from city.operations.evidence.hiding.job import HidingJob, HidingState
from city.operations.evidence.tables.cases import HidingJobs


class HidingStep(BaseModel):
    """The message that asks for a step. `round`: of the job; `step`: the number of steps that are done."""

    request_id: str
    round: int
    step: int


def step_of(job: HidingJob) -> str:
    return HidingStep(request_id=job.id, round=job.round, step=job.done).model_dump_json()


def write_job(jobs: HidingJobs, job: HidingJob) -> HidingJob:
    is_open = job.state not in (HidingState.DRAFT, HidingState.FAILED)
    return jobs.write(job, since=job.asked_at.isoformat(), is_open=is_open)
