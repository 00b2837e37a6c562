"""Where cameras' film is kept, and what fetches it for cases, in moto."""

from datetime import datetime

import boto3

from city.aws.queues import Queue
from city.aws.store import Folder
from city.kernel.clock import Clock
from city.operations.cameras.errors import AddressUnknown
from city.operations.evidence.service.fetch_film import FetchFilm
from city.operations.evidence.tables.cases import Films, Holds
from city.operations.viewing.errors import VideoUnreachable
from city.operations.viewing.service.clip_film import ClipFilm
from functions.operations.evidence.fetch_film.handler import make_handler
from tests.integration.moto_city import Context, create_queue, sqs_event


class FilmStore:
    """Minutes that were recorded, by camera; and a queue on which cases wait."""

    def __init__(self, clock: Clock) -> None:
        self.url = create_queue("film")
        self.queue = Queue(boto3.client("sqs"), self.url)
        self.kept: dict[tuple[str, datetime], bytes | Exception] = {}
        self.asked: list[tuple[str, datetime]] = []
        self.clock = clock
        # A case whose turn this is.
        self.fetched = FetchFilm(
            films=Films(),
            holds=Holds(),
            clips=ClipFilm(streams=self, archive=self),
            recordings=Folder(boto3.client("s3"), "recordings"),
            queue=self.queue,
        )

    def record(self, camera: str, starts: datetime, content: bytes | Exception) -> None:
        self.kept[camera, starts] = content

    def stream_of(self, camera_id: str) -> str:
        if camera_id == "cam-unfiled":
            raise AddressUnknown
        return camera_id

    def clip(self, stream: str, starts: datetime, ends: datetime) -> bytes | None:
        assert starts < ends
        self.asked.append((stream, starts))
        found = self.kept.get((stream, starts))
        if isinstance(found, Exception):
            raise found
        return found

    def turn(self) -> list[str]:
        """One turn of whoever waits; the cases that failed."""
        sqs = boto3.client("sqs")
        waiting = sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=1).get("Messages", [])
        failed = []
        for message in waiting:
            sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
            answer = make_handler(lambda: self.fetched)(sqs_event(message["Body"]), Context())
            if answer["batchItemFailures"]:
                failed.append(message["Body"])
                self.queue.send(message["Body"])
        return failed

    def waits(self) -> bool:
        asked = boto3.client("sqs").get_queue_attributes(
            QueueUrl=self.url, AttributeNames=["ApproximateNumberOfMessages"]
        )
        return asked["Attributes"]["ApproximateNumberOfMessages"] != "0"

    def fetch(self) -> None:
        """Turn after turn, until nobody waits."""
        while self.waits():
            assert self.turn() == []


AWAY = VideoUnreachable()
