"""When one worker of a function dies, the workers beside it go on, as on AWS.

The cloud kills every worker of that function in the middle of its work. Under load the new ones die with the next, and
whole batches use up their tries.
"""

import sys
from typing import Any


def keep_the_workers_beside_a_dead_one() -> None:
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
