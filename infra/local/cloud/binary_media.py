"""Media types of an API that are binary are known by their names, as AWS has them: templates write `video~1mp4`.

CloudFormation takes `~1` for a slash. ministack compares what stands in the template with the Accept header as it is, finds
no match, and sends film as base64 text.
"""

from typing import Any


def read_media_types() -> None:
    from ministack.services import apigateway_v1

    create = apigateway_v1._create_rest_api
    if apigateway_v1._media_type_matches("video/mp4", ["video~1mp4"]):
        raise AttributeError("ministack reads media types by itself now")

    def create_with_types(data: dict[str, Any]) -> Any:
        types = [each.replace("~1", "/") for each in data.get("binaryMediaTypes") or []]
        return create({**data, "binaryMediaTypes": types})

    apigateway_v1._create_rest_api = create_with_types
