"""Step Functions refuses a definition that AWS refuses, by the API and from a template."""

from typing import Any

from infra.local.cloud.hooks import require
from infra.local.cloud.workflows.states_language import find_faults


def refuse_definitions() -> None:
    from ministack.services import stepfunctions
    from ministack.services.cloudformation import provisioners

    require(stepfunctions, "_validate_state_machine_definition", "json_response")
    judge_expressions, resolve = stepfunctions._validate_definition_jsonata, provisioners._sfn_definition

    def refusal(definition: Any) -> str | None:
        """The reason, or None. What is no text is refused by the cloud itself."""
        faults = find_faults(definition) if isinstance(definition, str) else []
        if faults:
            return f"Invalid State Machine Definition: '{', '.join(map(str, faults))}'"
        reason: str | None = judge_expressions(definition)
        return reason

    def definition_of_template(properties: Any) -> Any:
        definition = resolve(properties)
        if reason := refusal(definition):
            raise ValueError(f"{reason} (Service: Sfn, Status Code: 400)")
        return definition

    def validate(request: dict[str, Any]) -> Any:
        definition = request.get("definition") or ""
        diagnostics = [
            {"severity": "ERROR", "code": fault.code, "message": fault.message, "location": fault.location}
            for fault in find_faults(definition)
        ]
        if not diagnostics and (reason := judge_expressions(definition)):
            diagnostics = [{"severity": "ERROR", "code": "SCHEMA_VALIDATION_FAILED", "message": reason}]
        return stepfunctions.json_response({"result": "FAIL" if diagnostics else "OK", "diagnostics": diagnostics})

    stepfunctions._validate_definition_jsonata = refusal
    stepfunctions._validate_state_machine_definition = validate
    provisioners._sfn_definition = definition_of_template
