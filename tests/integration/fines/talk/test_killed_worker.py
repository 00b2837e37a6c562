import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from city.kernel.clock import seoul_date
from tests.integration.conftest import new_session
from tests.integration.fines_in_moto import OWNER, FinesInMoto, account_in, sms_body

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def served_fines(_credentials, monkeypatch):
    """A department in a moto server, so that another process can work in it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    with new_session():
        department = FinesInMoto()
        department.clock.moment = datetime.now(UTC)
        department.build()
        department.fill_pool()
        yield department
    server.stop()


def test_a_worker_killed_between_account_and_reply_leaves_the_account_to_the_next(served_fines: FinesInMoto) -> None:
    today = seoul_date(served_fines.clock.now())
    served_fines.add_notice(
        위반일시=f"{today - timedelta(days=5)} 14:05",
        사전통지일=today - timedelta(days=3),
        의견제출기한=today + timedelta(days=17),
        부과일="",
        납부기한="",
    )
    paths = [str(ROOT), str(ROOT / "layers/city/src")]
    environment = {**os.environ, **served_fines.environment, "PYTHONPATH": os.pathsep.join(paths)}

    died = subprocess.run(
        [sys.executable, str(ROOT / "tests/integration/killed_worker.py")],
        input=sms_body("message-killed", OWNER, "계좌 12가3456"),
        env=environment,
        text=True,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert died.returncode == 9, died.stderr
    (taken,) = served_fines.bound_accounts()
    assert served_fines.post.texts == []

    # While the dead worker might still be running, the message is not taken from it.
    too_early = served_fines.text("message-killed", OWNER, "계좌 12가3456")
    time.sleep(2)
    redelivered = served_fines.text("message-killed", OWNER, "계좌 12가3456")

    assert too_early["batchItemFailures"]
    assert redelivered == {"batchItemFailures": []}
    assert [account_in(text) for _, text in served_fines.post.texts] == [taken]
    assert served_fines.bound_accounts() == [taken]
