"""A citizen at the web chat: everything goes through the doors, as a page sends it."""

import json
from typing import Any

import boto3

from city.aws.observability import observed
from city.fines.talk.web.bootstrap import build_door, build_files, build_own_talk, build_progress
from functions.fines.talk.chat.app import make_app as make_chat
from functions.fines.talk.forget_talk.app import make_app as make_own_talk
from functions.fines.talk.show_progress.app import make_app as make_progress
from functions.fines.talk.sign_file.app import make_app as make_files
from tests.integration.fines_in_moto import FinesInMoto
from tests.integration.moto_city import Context

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 500
PDF = b"%PDF-1.7\n" + b"\0" * 500


class Visitor:
    """One page, with its session and its address."""

    def __init__(self, fines: FinesInMoto, session: str = "s" * 24, ip: str = "203.0.113.7") -> None:
        self._fines, self.session, self.ip, self._said = fines, session, ip, 0
        files, progress = build_files(fines.environment, fines.clock), build_progress(fines.environment, fines.clock)
        own_talk, door = build_own_talk(fines.environment, fines.clock), build_door(fines.environment, fines.clock)
        self._apps = {
            "/chat": make_chat(lambda: fines.chat, lambda: door),
            "/chat/files": make_files(lambda: files, lambda: door),
            "/chat/files/check": make_files(lambda: files, lambda: door),
            "/chat/progress": make_progress(lambda: progress, lambda: door),
            "/chat/answer": make_progress(lambda: progress, lambda: door),
            "/chat/mine": make_own_talk(lambda: own_talk, lambda: door),
            "/chat/forget": make_own_talk(lambda: own_talk, lambda: door),
        }
        # What stands in every request besides.
        self.headers: dict[str, str] = {}

    def post(self, route: str, body: dict[str, Any] | str) -> tuple[int, Any]:
        event = {
            "httpMethod": "POST",
            "path": route,
            "resource": route,
            "headers": {"Content-Type": "application/json", **self.headers},
            "multiValueHeaders": {},
            "multiValueQueryStringParameters": None,
            "pathParameters": None,
            "stageVariables": None,
            "body": body if isinstance(body, str) else json.dumps(body),
            "isBase64Encoded": False,
            "requestContext": {
                "resourcePath": route,
                "httpMethod": "POST",
                "requestId": "request-1",
                "identity": {"sourceIp": self.ip},
            },
        }
        answer = observed(self._apps[route])(event, Context())
        return answer["statusCode"], json.loads(answer["body"])

    def say(self, text: str = "", files: tuple[str, ...] = (), message_id: str | None = None) -> tuple[int, Any]:
        self._said += 1
        body = {"version": 2, "session": self.session, "text": text, "files": files}
        return self.post("/chat", {**body, "message_id": message_id or f"message-{self._said:08d}"})

    def sign(self, **changes: Any) -> tuple[int, Any]:
        usual = {"session": self.session, "name": "사진.jpg", "content_type": "image/jpeg", "size_bytes": len(JPEG)}
        return self.post("/chat/files", {**usual, **changes})

    def put(self, signed: dict[str, Any], content: bytes) -> None:
        boto3.client("s3").put_object(Bucket="evidence", Key=signed["fields"]["key"], Body=content)

    def check(self, file_id: str) -> tuple[int, Any]:
        return self.post("/chat/files/check", {"session": self.session, "file_id": file_id})

    def attach(self, content: bytes = JPEG, content_type: str = "image/jpeg") -> str:
        """A file that is here and was looked at; its id."""
        _, signed = self.sign(content_type=content_type, size_bytes=len(content))
        self.put(signed, content)
        status, checked = self.check(signed["file_id"])
        assert status == 200, checked
        return str(signed["file_id"])


def keys_in_evidence() -> list[str]:
    return [found["Key"] for found in boto3.client("s3").list_objects_v2(Bucket="evidence").get("Contents", [])]
