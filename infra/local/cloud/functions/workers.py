"""When functions' workers live and die: one does not take those beside it with it, and none delays the end."""

import asyncio
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from infra.local.cloud.hooks import require

GRACE_SECONDS = 2.0


def keep_the_workers_beside_a_dead_one() -> None:
    """The cloud kills every worker of a function of which one dies, in the middle of its work.

    Under load the new ones die with the next, and whole batches use up their tries. On AWS they go on.
    """
    from ministack.core import lambda_runtime as runtime
    from ministack.services import lambda_svc

    invoke, invalidate = runtime.Worker.invoke, lambda_svc.invalidate_worker
    dead: set[Any] = set()

    def invoke_or_die(self: Any, *arguments: Any, **options: Any) -> Any:
        try:
            return invoke(self, *arguments, **options)
        except Exception:
            with runtime._lock:
                dead.add(self)
            raise

    def invalidate_the_dead(func_name: str, *scope: Any, **named: Any) -> None:
        if sys.exc_info()[1] is None:  # a new version or a deletion: all of them
            invalidate(func_name, *scope, **named)
            return
        with runtime._lock:
            doomed = set(dead)
            dead.clear()
            for entries in runtime._workers.values():
                entries[:] = [worker for worker in entries if worker not in doomed]
        runtime.kill_workers(list(doomed))

    runtime.Worker.invoke, lambda_svc.invalidate_worker = invoke_or_die, invalidate_the_dead


def end_workers_before_the_end() -> None:
    """A cloud that is told to stop gives running functions two seconds, ends their workers, and saves then.

    As it comes it waits until every function is done, a whole timeout if need be, before it saves anything, and is
    killed meanwhile. What a function had not finished stands in the saved state as unfinished (a message in its
    queue), and is tried again after the next start, as when a worker is lost on AWS.
    """
    import hypercorn.asyncio as server  # type: ignore[import-not-found]  # the cloud has it, the project does not
    from ministack.core import lambda_runtime as runtime
    from ministack.services import lambda_svc

    require(runtime, "reset", "_workers", "_lock")
    if lambda_svc.acquire_worker is not runtime.acquire_worker:
        raise AttributeError("functions get their workers in another way")
    serve, acquire, spawn = server.serve, runtime.acquire_worker, runtime.Worker._spawn
    stopping, ended = threading.Event(), threading.Event()

    def acquire_until_stopped(*arguments: Any, **named: Any) -> Any:
        return (None, "func_cap") if stopping.is_set() else acquire(*arguments, **named)  # as if throttled

    def spawn_until_ended(self: Any) -> None:
        spawn(self)
        if ended.is_set():  # it was starting when the others were ended
            runtime.kill_workers([self])
            raise RuntimeError("the cloud is ending")

    def is_busy() -> bool:
        with runtime._lock:
            return any(worker.in_use for workers in runtime._workers.values() for worker in workers)

    def end_workers() -> None:
        stopping.set()
        deadline = time.monotonic() + GRACE_SECONDS
        while is_busy() and time.monotonic() < deadline:
            time.sleep(0.05)
        ended.set()
        runtime.reset()

    async def serve_until_stopped(app: Any, config: Any) -> None:
        loop, signalled = asyncio.get_running_loop(), asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, signalled.set)

        async def workers_have_ended() -> None:
            await signalled.wait()
            with ThreadPoolExecutor(1) as own:  # the loop's own threads may all be waiting for functions
                await loop.run_in_executor(own, end_workers)

        await serve(app, config, shutdown_trigger=workers_have_ended)

    server.serve, runtime.Worker._spawn = serve_until_stopped, spawn_until_ended
    runtime.acquire_worker = lambda_svc.acquire_worker = acquire_until_stopped
