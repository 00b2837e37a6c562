"""Lets staff put one file straight into an inbox. A function of its own: it alone may write there."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.observability import observed
from city.contracts.fines.uploads import MAX_BODY_BYTES, AskUpload, SignedUpload
from city.fines.desk.bootstrap import sign_upload_from_env
from city.fines.desk.service.sign_upload import UPLOADERS, SignUpload

ANYBODY_WHO_UPLOADS = sorted(set().union(*UPLOADERS.values()))


def make_app(sign_upload: Callable[[], SignUpload] = sign_upload_from_env) -> StaffApi:
    app = StaffApi("fines-uploads", MAX_BODY_BYTES)

    @app.post("/uploads", ANYBODY_WHO_UPLOADS, ko="파일 올리기 허가")
    def sign_upload_of_a_file(body: AskUpload) -> SignedUpload:
        app.allow(UPLOADERS[body.kind])
        return sign_upload().sign(body, app.by)

    return app


app = make_app()
handler = observed(app)
