"""A template's `ReservedConcurrentExecutions` is kept, enforced and, where it is too much, refused, as on AWS.

ministack drops it from templates, and takes any number by the API. AWS keeps 100 executions of an account's quota for
functions that reserve nothing, so of the quota of 1,000 at most 900 can be reserved. That quota is judged by here, and
not the forty workers at a time this machine is good for (LAMBDA_ACCOUNT_CONCURRENCY): a template that AWS takes must
deploy on a laptop too, and one that AWS refuses must not. How many run at once stays bounded by both.
"""

from typing import Any

from infra.local.cloud.hooks import require

ACCOUNT_QUOTA = 1000
UNRESERVED_MINIMUM = 100
_PROPERTY = "ReservedConcurrentExecutions"


def keep_and_judge_reservations() -> None:
    from ministack.services import lambda_svc
    from ministack.services.cloudformation import provisioners

    require(lambda_svc, "_functions", "error_response_json")
    handlers = provisioners._RESOURCE_HANDLERS["AWS::Lambda::Function"]
    create, update, put = handlers["create"], handlers["update"], lambda_svc._put_function_concurrency

    def refusal(asked: Any, of: str | None) -> str | None:
        """Why this many cannot be reserved for this function (None: one that does not exist yet), or None."""
        if isinstance(asked, bool) or not isinstance(asked, int) or asked < 0:
            return f"{_PROPERTY} must be an integer of at least 0, not {asked!r}"
        others = sum(f.get("concurrency") or 0 for name, f in lambda_svc._functions.items() if name != of)
        if ACCOUNT_QUOTA - others - asked < UNRESERVED_MINIMUM:
            return (
                f"Specified {_PROPERTY} for function decreases account's UnreservedConcurrentExecution "
                f"below its minimum value of [{UNRESERVED_MINIMUM}]."
            )
        return None

    def asked_in(properties: dict[str, Any], of: str | None) -> int | None:
        if properties.get(_PROPERTY) is None:
            return None
        try:
            asked: Any = int(properties[_PROPERTY])  # numbers in templates may come as text
        except (TypeError, ValueError):
            asked = properties[_PROPERTY]
        if reason := refusal(asked, of):
            raise ValueError(f'Resource handler returned message: "{reason} (Service: Lambda, Status Code: 400)"')
        return int(asked)

    def create_with_reservation(logical_id: str, properties: dict[str, Any], stack: str) -> Any:
        reserved = asked_in(properties, properties.get("FunctionName"))
        name, attributes = create(logical_id, properties, stack)
        lambda_svc._functions[name]["concurrency"] = reserved
        return name, attributes

    def update_with_reservation(
        physical_id: str, old: dict[str, Any], new: dict[str, Any], stack: str, *logical_id: Any
    ) -> Any:
        reserved = asked_in(new, physical_id)
        name, attributes = update(physical_id, old, new, stack, *logical_id)
        # One set by hand stays while the template says nothing, as on AWS.
        if name != physical_id or old.get(_PROPERTY) != new.get(_PROPERTY):
            lambda_svc._functions[name]["concurrency"] = reserved
        return name, attributes

    def put_if_it_fits(name: str, request: dict[str, Any]) -> Any:
        reason = refusal(request.get(_PROPERTY), name) if name in lambda_svc._functions else None
        if reason:
            return lambda_svc.error_response_json("InvalidParameterValueException", reason, 400)
        return put(name, request)

    handlers["create"], handlers["update"] = create_with_reservation, update_with_reservation
    lambda_svc._put_function_concurrency = put_if_it_fits
