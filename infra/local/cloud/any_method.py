"""`x-amazon-apigateway-any-method` (SAM: `Method: any`) is imported as ANY.

ministack drops it, the path gets no method, and every call of it answers 403.
"""

from typing import Any

_EXTENSION = "x-amazon-apigateway-any-method"


def import_any_method() -> None:
    from ministack.services import apigateway_v1

    if _EXTENSION in apigateway_v1._OPENAPI_HTTP_METHODS:
        raise AttributeError("ministack imports ANY by itself now")
    import_operation = apigateway_v1._import_operation

    def import_operation_or_any(api_id: str, resource_id: str, method: str, *operation: Any) -> None:
        import_operation(api_id, resource_id, "ANY" if method == _EXTENSION.upper() else method, *operation)

    apigateway_v1._OPENAPI_HTTP_METHODS = {*apigateway_v1._OPENAPI_HTTP_METHODS, _EXTENSION}
    apigateway_v1._import_operation = import_operation_or_any
