"""Publishes the pages of web/ to the running city, as a deployment does, without one: what `make pages` does.

A page at a new path needs a deployment still: the door knows its pages by name.
"""

import tempfile
from pathlib import Path

from city.aws.store import Folder
from city.door.adapters import read_assembled
from city.door.service.publish_pages import PublishPages
from infra.local.city import ROOT, City
from web.assemble import assemble


def publish_pages(city: City, source: Path = ROOT / "web") -> str:
    """Returns the digest of what is published."""
    with tempfile.TemporaryDirectory(dir=city.home) as folder:
        assemble(source, Path(folder))
        digest, files = read_assembled(Path(folder))
    bucket = Folder(city.client("s3"), city.output("DoorPagesBucket"))
    return PublishPages(digest=digest, files=files, bucket=bucket, official=False).publish()
