"""Run by the cloud's interpreter: what is loaded after a save that is killed at each of its steps in turn.

Prints one line per step: "old" or "new" when everything is of that moment, whole; else what it was.
"""

import itertools
import os
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from infra.local.cloud.__main__ import MENDS, mend_all

STEPS = {"os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir"}
ITEMS = 500
SERVICES = ("dynamodb", "lambda", "sns", "sqs")  # in the order in which they are saved


def main() -> None:
    left_out = os.environ.get("DONGNE_CLOUD_WITHOUT", "").split()
    mend_all({name: mend for name, mend in MENDS.items() if name not in left_out})
    import ministack.app as app
    from ministack.services import dynamodb, lambda_svc, sns, sqs

    state, kept = Path(os.environ["STATE_DIR"]), Path(f"{os.environ['STATE_DIR']}-of-before")

    def remember(word: str) -> None:
        table = {"TableName": "t", "items": {str(n): {"r": {"id": {"S": word}}} for n in range(ITEMS)}}
        dynamodb._tables["t"] = table
        lambda_svc._functions["f"] = {"config": {"FunctionName": "f"}, "code_zip": word.encode() * 9, "versions": {}}
        content = {"CodeSha256": "", "CodeSize": 1}
        version = {"LayerVersionArn": "a", "_zip_data": word.encode() * 8, "Content": content, "Version": 1}
        lambda_svc._layers["l"] = {"versions": [version], "next_version": 2}
        sns._topics["arn"] = {"word": word}
        sqs._queues["q"] = {"word": word, "messages": []}

    def recall() -> str:
        for store in (dynamodb._tables, lambda_svc._functions, lambda_svc._layers, sns._topics, sqs._queues):
            store.clear()
        app._load_persisted_state()
        words = [item["r"]["id"]["S"] for item in dynamodb._tables["t"]["items"].values()]
        words += [(lambda_svc._functions["f"]["code_zip"] or b"").decode()[: len(word)] for word in words[:1]]
        words += [(lambda_svc._layers["l"]["versions"][0]["_zip_data"] or b"").decode()[: len(words[0])]]
        words += [sns._topics["arn"]["word"], sqs._queues["q"]["word"]]
        return words[0] if len(words) == ITEMS + 4 and len(set(words)) == 1 else f"mixed: {sorted(set(words))}"

    def save_new() -> None:
        remember("new")
        save(app)

    remember("old")
    save(app)
    shutil.copytree(state, kept)
    for step in itertools.count(1):
        shutil.rmtree(state)
        shutil.copytree(kept, state)
        killed = in_a_child(partial(die_at, step, save_new))
        in_a_child(lambda: sys.stdout.writelines([f"{recall()}\n"]))
        if not killed:
            return


def save(app: Any) -> None:
    services = app._build_persistence_save_dict()
    app.save_all({name: services[name] for name in SERVICES})


def die_at(step: int, work: Callable[[], None]) -> None:
    steps = itertools.count(1)

    def count(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if (writes or event in STEPS) and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    work()


def in_a_child(work: Callable[[], None]) -> bool:
    """Whether it was killed."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            sys.stdout.flush()
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main()
