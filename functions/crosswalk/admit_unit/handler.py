"""Says whether a device may become a unit. Trigger: the pre-provisioning hook of AWS IoT."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.crosswalk.arrivals import AdmissionAsked
from city.crosswalk.bootstrap import admission_from_env
from city.crosswalk.service.admit_unit import AdmitUnit


def make_handler(admission: Callable[[], AdmitUnit] = admission_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001  # the hook waits five seconds
        return admission().admit(AdmissionAsked.model_validate(event)).as_hook_answer()

    return observed(handle)


handler = make_handler()
