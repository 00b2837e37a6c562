"""A citizen's files: a form to post one by, and a look at what it is. A function of its own: it alone may write there."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.door import DoorProof
from city.aws.edge.web import CityApp
from city.aws.observability import observed
from city.contracts.fines.chat import MAX_BODY_BYTES, AskFile, CheckedFile, CheckFile, SignedFile
from city.fines.talk.web.bootstrap import FileUseCases, door_from_env, files_from_env


def make_app(
    files: Callable[[], FileUseCases] = files_from_env, door: Callable[[], DoorProof] = door_from_env
) -> CityApp:
    app = CityApp("fines-files", MAX_BODY_BYTES, door)

    @app.serve("POST", "/chat/files", ko="상담에 낼 파일 올리기 허가")
    def sign_file(body: AskFile) -> SignedFile:
        return files().sign_file.sign(body, app.caller_address)

    @app.serve("POST", "/chat/files/check", ko="올린 파일 확인")
    def check_file(body: CheckFile) -> CheckedFile:
        return files().check_files.check(body)

    return app


app = make_app()
handler = observed(app)
