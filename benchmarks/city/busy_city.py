"""A busy minute and a big file on a running local city: 50 texts a second for a minute, and 100,000 notices.

The rates are those of this machine and the local cloud, not of AWS; what must hold anywhere is that every text is
answered once, nothing is dead-lettered, and the worker that loads the file does not grow with it.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.fines.text_desk import sns_envelope
from benchmarks.measurement import BenchmarkTrouble, Measurement
from benchmarks.queues import messages_in, queue_urls
from infra.fines.seed import as_csv, import_file, make_notices, notice_row, today_in_seoul
from infra.fines.street import Phone
from infra.local.city import City

TEXTS_A_SECOND, SECONDS = 50, 60
NOTICES = 100_000
_OWNERS = 300
_PATIENCE_S = 600
_BATCH = 10  # what SQS takes at once


def measure(
    city: City, texts_a_second: int = TEXTS_A_SECOND, seconds: int = SECONDS, notices: int = NOTICES
) -> Iterator[Measurement]:
    """`texts_a_second` in whole tens."""
    yield from _busy_minute(city, texts_a_second, seconds)
    yield from _big_file(city, notices)


def _busy_minute(city: City, texts_a_second: int, seconds: int) -> Iterator[Measurement]:
    people = _move_in(city, min(_OWNERS, texts_a_second * seconds))
    Phone(city, people[0][1]).ask("안녕하세요")  # the first worker's start belongs to no minute
    dynamodb, sqs = city.client("dynamodb"), city.client("sqs")
    inbound_texts = queue_urls(city, "InboundTexts")
    before = _count_turns(dynamodb, city)
    began = time.monotonic()
    with ThreadPoolExecutor(4) as post:
        for second in range(seconds):
            for batch in range(texts_a_second // _BATCH):
                first = second * texts_a_second + batch * _BATCH
                texts = [people[(first + i) % len(people)] for i in range(_BATCH)]
                entries = [
                    {"Id": str(i), "MessageBody": sns_envelope(phone, f"가상계좌 주세요 {plate}")}
                    for i, (plate, phone) in enumerate(texts)
                ]
                post.submit(sqs.send_message_batch, QueueUrl=inbound_texts.queue, Entries=entries)
            time.sleep(max(0.0, began + second + 1 - time.monotonic()))
    sent_s = time.monotonic() - began
    wanted = texts_a_second * seconds
    deadline = time.monotonic() + _PATIENCE_S
    while (answered := _count_turns(dynamodb, city) - before) < wanted and time.monotonic() < deadline:
        time.sleep(2)
    done_s = time.monotonic() - began
    time.sleep(5)
    replies = sum(len(Phone(city, phone).inbox()) for _, phone in people) - 1
    letters = messages_in(city, inbound_texts.dead_letters)
    yield Measurement("texts sent", wanted / sent_s, "texts/s", detail=f"{wanted} in {sent_s:.0f} s")
    yield Measurement("texts left unanswered", wanted - answered, "texts", at_most=0)
    yield Measurement("texts answered twice", replies - answered, "texts", at_most=0)
    yield Measurement("dead letters", letters, "texts", at_most=0)
    yield Measurement("after the last text was sent, all answered in", max(0.0, done_s - sent_s), "s")


def _move_in(city: City, owners: int) -> list[tuple[str, str]]:
    today = today_in_seoul()
    people = [(f"{100 + serial}로{4000 + serial}", f"+821066{serial:06d}") for serial in range(owners)]
    rows = [
        notice_row(
            관리번호=f"1140-2025-{5_000_000 + serial:07d}",
            차량번호=plate,
            소유자="최바쁨",
            휴대전화=phone,
            위반일시=f"{today - timedelta(days=4)} 09:30",
            위반장소="을지로 30",
            사전통지일=today - timedelta(days=2),
            의견제출기한=today + timedelta(days=18),
        )
        for serial, (plate, phone) in enumerate(people)
    ]
    if import_file(city, "busy.csv", as_csv(rows))["loaded"] != owners:
        raise BenchmarkTrouble("The owners' notices were not loaded.")
    return people


def _count_turns(dynamodb: Any, city: City) -> int:
    """Turns that ended in an answer; a message decided twice would count twice."""
    pages = dynamodb.get_paginator("scan").paginate(
        TableName=city.output("TalksTable"), ProjectionExpression="message_id, outcome"
    )
    ends = Counter(item["outcome"]["S"] for page in pages for item in page["Items"])
    return ends["answered"]


def _big_file(city: City, notices: int) -> Iterator[Measurement]:
    rows = make_notices(seed=3396, today=today_in_seoul(), count=notices)
    for serial, row in enumerate(rows):
        row["관리번호"] = f"1140-2024-{serial:07d}"
    content = as_csv(rows)
    peaks: list[float] = []
    stop = threading.Event()
    watcher = threading.Thread(target=_watch_memory, args=("ImportNotices", peaks, stop))
    watcher.start()
    began = time.monotonic()
    report = import_file(city, "big.csv", content)
    taken_s = time.monotonic() - began
    stop.set()
    watcher.join()
    if report["loaded"] != notices:
        raise BenchmarkTrouble(f"Of {notices:,} notices {report['loaded']:,} were loaded.")
    yield Measurement(
        f"{notices:,} notices imported", taken_s, "s", at_most=180, detail=f"{len(content) / 2**20:.1f} MiB"
    )
    yield Measurement("the worker's memory at its peak", max(peaks, default=0.0), "MiB")
    if len(peaks) >= 10:
        tenth = len(peaks) // 10
        yield Measurement("its memory, last tenth over second tenth", peaks[-1] / peaks[tenth], "x", at_most=1.1)


def _watch_memory(function: str, seen_mib: list[float], stop: threading.Event) -> None:
    while not stop.wait(1):
        largest = 0.0
        for process in Path("/proc").iterdir():
            try:
                if not process.name.isdigit() or function.encode() not in (process / "environ").read_bytes():
                    continue
                status = (process / "status").read_text()
            except OSError:
                continue
            largest = max(largest, int(status.partition("VmRSS:")[2].split()[0]) / 1024)
        if largest:
            seen_mib.append(largest)
