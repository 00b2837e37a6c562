"""Run by an interpreter of its own, as Lambda would: imports one handler, builds its dependencies, calls it once.

    python -I -S -B fresh_worker.py SYS_PATH HANDLER

The last line of its output is the milliseconds from here to the end of each step.
"""

import sys
from contextlib import suppress
from importlib import import_module
from time import perf_counter, process_time
from types import SimpleNamespace
from typing import Any

BEGAN, CPU_BEGAN = perf_counter(), process_time()


def main(path: str, handler: str) -> None:
    sys.path[:0] = path.split(":")
    module_name, _, handler_name = handler.rpartition(".")
    module = import_module(module_name)
    imported = _ms_since(BEGAN)
    builders = [value for name, value in vars(module).items() if name.endswith("_from_env")]
    if not builders:
        raise LookupError(f"{module_name} imports nothing that ends with _from_env: what would it build?")
    for build in builders:
        build()
    built = _ms_since(BEGAN)
    cpu = (process_time() - CPU_BEGAN) * 1000
    connecting, connecting_cpu = _connect_pynamodb()
    connected = built + connecting
    called = connected + _call_with_nothing(getattr(module, handler_name))

    # Here, because a handler that brings them should pay for them.
    import json
    import os

    steps = {"imported": imported, "built": built, "connected": connected, "cpu": cpu + connecting_cpu}
    print(f"\n{json.dumps({**steps, 'called': called})}", flush=True)
    os._exit(0)  # Lambda does not tear a worker down either


def _ms_since(moment: float) -> float:
    return (perf_counter() - moment) * 1000


def _connect_pynamodb() -> tuple[float, float]:
    """PynamoDB builds its client at its first call; the first citizen waits for it all the same."""
    if "pynamodb" not in sys.modules:
        return 0, 0
    import gc

    from pynamodb.connection import Connection

    connections = [thing for thing in gc.get_objects() if type(thing) is Connection]
    began, cpu_began = perf_counter(), process_time()
    for connection in connections:
        assert connection.client
    return _ms_since(began), (process_time() - cpu_began) * 1000


def _call_with_nothing(handler: Any) -> float:
    """Logger, metrics and tracer are set up at the first call, whatever it is about."""
    context = SimpleNamespace(
        function_name="fresh",
        memory_limit_in_mb=512,
        invoked_function_arn="arn:aws:lambda:ap-northeast-2:123456789012:function:fresh",
        aws_request_id="00000000-0000-0000-0000-000000000000",
        get_remaining_time_in_millis=lambda: 30_000,
    )
    nothing = {
        "messageId": "00000000-0000-0000-0000-000000000000",
        "eventSource": "aws:sqs",
        "attributes": {"ApproximateReceiveCount": "1"},
        "body": "{}",
    }
    began = perf_counter()
    # A handler may well refuse it.
    with suppress(Exception):
        handler({"Records": [nothing]}, context)
    return _ms_since(began)


if __name__ == "__main__":
    main(*sys.argv[1:])
