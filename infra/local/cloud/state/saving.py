"""The cloud's state is saved whole or not at all, and in seconds: one save, one moment, one switch.

As it comes, ministack copies every item, encodes it in pure Python and replaces one file after another. A city with
200,000 items took 42 s to stop, and killed meanwhile it woke up with tables, queues and executions of two moments.

What is consistent with what: every service's state, and the code of functions and layers it names, is of one moment,
the last orderly stop. Objects in S3 are written when they are put, and so are the keys Cognito signs with: after a
kill they are as new as the kill, while tables are as old as the last stop. An object nobody's table knows of may be
there, and one a table knows of may be overwritten or gone.
"""

import contextlib
import gc
import json
import logging
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from infra.local.cloud.hooks import require
from infra.local.cloud.state.generations import Generations

_log = logging.getLogger("persistence")
_SCOPED = (b'"__account_region_scoped__": true', b'"__scoped__": true')
_ONE_MOMENT_SECONDS = 600.0


def save_whole_and_load_fast() -> None:
    import ministack.app as app
    from ministack.core import persistence
    from ministack.services import dynamodb, lambda_svc

    require(persistence, "_json_default", "_json_object_hook", "_state_format_version", "PERSIST_STATE", "STATE_DIR")
    require(app, "save_all", "load_state", "_load_persisted_state")
    saved = Generations(Path(persistence.STATE_DIR))
    prune, load_all, named = lambda_svc._prune_orphan_code_blobs, app._load_persisted_state, set[str]()

    def encode(service: str, state: Any) -> bytes:
        wrapped = {"__ministack_format__": persistence._state_format_version(service), "payload": state}
        return json.dumps(wrapped, default=persistence._json_default).encode()

    def save_all(services: Mapping[str, Callable[[], Any]]) -> None:
        if not persistence.PERSIST_STATE:
            return
        files = {}
        with _no_other_thread():
            for service, get_state in services.items():
                try:
                    if (state := get_state()) is not None:
                        files[f"{service}.json"] = encode(service, state)
                except Exception:  # noqa: BLE001  # what it had before stays; the others are saved
                    _log.exception("Persistence: failed to save %s", service)
        try:
            saved.save(files)
        except OSError:
            _log.exception("Persistence: nothing was saved; the state before stands")
            return
        if "lambda.json" in files:  # else `named` says nothing of what the file of before names
            prune(named)
        gc.freeze()  # the process ends: nothing is looked through once more
        _log.info("Persistence: saved %d services", len(files))

    def save_state(service: str, state: Any) -> None:
        if persistence.PERSIST_STATE:
            saved.save({f"{service}.json": encode(service, state)})

    def load_state(service: str) -> Any:
        raw = saved.read(f"{service}.json") if persistence.PERSIST_STATE else None
        if raw is None:
            return None
        try:
            read = decode(raw, persistence._json_object_hook)
        except ValueError as error:
            raise ValueError(f"the saved state {service}.json is broken: {error}") from error
        if not isinstance(read, dict) or "__ministack_format__" not in read:
            return read
        if read["__ministack_format__"] > persistence._state_format_version(service):
            raise ValueError(f"the saved state {service}.json was written by a newer ministack")
        return read.get("payload")

    def load_all_undisturbed() -> None:
        gc.disable()
        try:
            load_all()
        except (OSError, ValueError) as error:  # the server would go on without any state, and overwrite it at the end
            sys.exit(str(error))
        finally:
            gc.enable()
            gc.freeze()

    def prune_after_the_save(referenced: set[str]) -> None:
        named.clear()
        named.update(referenced)

    app.save_all, app.load_state, app._load_persisted_state = save_all, load_state, load_all_undisturbed
    persistence.save_all, persistence.save_state, persistence.load_state = save_all, save_state, load_state
    # The state before still names the code that went out of use since, until the new one stands.
    lambda_svc._prune_orphan_code_blobs = prune_after_the_save
    dynamodb.get_state = without_copying(dynamodb.get_state, vars(dynamodb))


def without_copying(get_state: Callable[[], Any], names: dict[str, Any]) -> Callable[[], Any]:
    """The same function, except that what it would copy it hands out as it is: it is encoded at once."""
    require(names["copy"], "deepcopy")
    code = get_state.__code__

    def get_state_itself() -> Any:
        live = {**names, "copy": types.SimpleNamespace(deepcopy=lambda value: value)}
        return types.FunctionType(code, live)()

    return get_state_itself


def decode(raw: bytes, hook: Callable[[dict[str, Any]], Any]) -> Any:
    """What `json.loads` with this hook returns, without asking the hook about every item of every table.

    Only stores that are kept by account are not plain JSON, and they stand near the top. Where something else is
    kept in a special form (bytes), or a store stands somewhere else, the hook is asked about everything after all.
    """
    if b'"__bytes__":' not in raw:
        read = json.loads(raw)
        found: list[None] = []
        restored = _restore_stores(read, hook, found)
        if len(found) == sum(raw.count(mark) for mark in _SCOPED):
            return restored
    return json.loads(raw, object_hook=hook)


def _restore_stores(value: Any, hook: Callable[[dict[str, Any]], Any], found: list[None], depth: int = 3) -> Any:
    if not isinstance(value, dict) or depth == 0:
        return value
    if value.get("__account_region_scoped__") is True or value.get("__scoped__") is True:
        found.append(None)
        return hook(value)
    return {name: _restore_stores(inner, hook, found, depth - 1) for name, inner in value.items()}


@contextlib.contextmanager
def _no_other_thread() -> Iterator[None]:
    """Keeps the interpreter to this thread, but for its own reading and writing, so that no item changes meanwhile."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_ONE_MOMENT_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
