"""The doors of banks and carriers: no staff, no citizens, nobody with an account. Each proves itself its own way."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.web import CityApp, Response, read_body
from city.aws.observability import observed
from city.contracts.fines import deposits, message_hub
from city.fines.money.bootstrap import DoorUseCases, doors_from_env


def make_app(doors: Callable[[], DoorUseCases] = doors_from_env) -> CityApp:
    app = CityApp("fines-doors")

    @app.serve(
        "POST",
        "/deposits",
        ko="은행의 입금 알림",
        status=202,
        also=(200,),
        proof="bank_signature",
        takes=deposits.DepositNotificationV1 | deposits.DepositNotificationV2,
        gives=deposits.DepositTaken,
    )
    def receive_deposit() -> Response:
        body = read_body(app.request, deposits.MAX_BODY_BYTES)
        taken = doors().receive_deposit.receive(dict(app.request.headers), body)
        if taken.answer is not None:
            return Response(body=taken.answer.decode(), status_code=200)
        return Response(body={"deposit_key": taken.key}, status_code=202 if taken.key else 200)

    @app.serve(
        "POST",
        "/mo/{secret}",
        ko="통신사가 넘기는 문자",
        proof="secret_in_path",
        takes=message_hub.MessageHubBatch,
        gives=message_hub.BatchTaken,
    )
    def receive_mo(secret: str) -> Response:
        body = read_body(app.request, message_hub.MAX_BODY_BYTES)
        return Response(body=doors().receive_mo.receive(secret, body))

    return app


app = make_app()
handler = observed(app)
