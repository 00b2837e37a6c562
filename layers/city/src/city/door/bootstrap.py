"""The composition root of the door: the only place of it that reads the environment and builds clients."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from city.aws.clients import open_client
from city.door.adapters import put_answer, read_assembled
from city.door.settings import PublishSettings

if TYPE_CHECKING:
    from city.door.service.publish_pages import PublishPages
    from city.door.service.take_request import TakeRequest


def build_publisher(environment: Mapping[str, str], tree: Path) -> PublishPages:
    from city.aws.store import Folder
    from city.door.service.publish_pages import PublishPages

    settings = PublishSettings.from_environment(environment)
    digest, assembled = read_assembled(tree)
    return PublishPages(
        digest=digest,
        files=assembled,
        bucket=Folder(open_client("s3"), settings.pages_bucket),
        official=settings.official_banner == "yes",
    )


@cache
def requests_from_env() -> TakeRequest:
    from city.door.service.take_request import TakeRequest

    def publisher() -> PublishPages:
        # The layer that comes beside the function.
        return build_publisher(os.environ, Path(str(files("site_tree").joinpath("digest"))).parent)

    return TakeRequest(publisher=publisher, put=put_answer)
