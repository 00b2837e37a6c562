"""Shares a sum among weights to the last won.

    python -m city.dividend.payout.allocate --revenue N --weights FILE.csv [--round ID] [--out FILE.csv]

FILE.csv has a heading and the columns `pseudonym` and `weight`; other columns are ignored.
"""

import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from city.dividend.anonymise.errors import InputUnreadable
from city.dividend.payout.allocation import Weight, count_weights, quotas_of
from city.dividend.payout.errors import WeightsInvalid
from city.kernel.errors import Rejected
from city.kernel.money import won_en, won_ko


def main(arguments: list[str] | None = None, out: TextIO = sys.stdout, err: TextIO = sys.stderr) -> int:
    """0 when everything was shared; 1 when it was refused, with the reason in both languages on `err`."""
    parser = argparse.ArgumentParser(
        prog="python -m city.dividend.payout.allocate", description="Shares a sum among weights to the last won."
    )
    parser.add_argument("--revenue", type=int, required=True, metavar="N", help="won to share")
    parser.add_argument("--weights", type=Path, required=True, help="FILE.csv with pseudonym and weight")
    parser.add_argument("--round", default="", help="name of the round: decides ties")
    parser.add_argument("--out", type=Path, help="FILE.csv to write; printed if not given")
    asked = parser.parse_args(arguments)
    try:
        counts = count_weights(read_weights(asked.weights))
        quotas = quotas_of(asked.round, asked.revenue, counts, read_weights(asked.weights))
        amounts = ((w.pseudonym, w.weight, quotas.amount_of(w)) for w in read_weights(asked.weights))
        if asked.out is None:
            shared = _write(out, amounts)
        else:
            unfinished = asked.out.with_name(f".{asked.out.name}.unfinished")
            with unfinished.open("w", encoding="utf-8", newline="") as file:
                shared = _write(file, amounts)
            unfinished.replace(asked.out)
    except Rejected as refusal:
        err.write(f"{refusal.message_ko}\n{refusal.message_en}\n")
        return 1
    paid = sum(count for weight, count in counts.items() if weight)
    err.write(f"{won_ko(shared)}, {paid:,}명 · {won_en(shared)} among {paid:,}\n")
    return 0


def read_weights(path: Path) -> Iterator[Weight]:
    """Line by line. Raises InputUnreadable or WeightsInvalid, naming the line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not {"pseudonym", "weight"} <= set(reader.fieldnames or ()):
                raise InputUnreadable(
                    "pseudonym과 weight 열이 있어야 합니다.", "The file needs the columns pseudonym and weight."
                )
            for row in reader:
                yield _weight_of(row, reader.line_num)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputUnreadable(f"파일을 읽을 수 없습니다: {path}", f"The file cannot be read: {path}") from error


def _weight_of(row: dict[str, str | None], line: int) -> Weight:
    pseudonym, weight = (row["pseudonym"] or "").strip(), (row["weight"] or "").strip()
    if not pseudonym or not weight.isascii() or not weight.isdigit():
        raise WeightsInvalid(
            f"{line}행: 가명과 0 이상의 정수가 필요합니다.", f"Line {line}: a pseudonym and a whole number are needed."
        )
    return Weight(pseudonym, int(weight))


def _write(file: TextIO, amounts: Iterator[tuple[str, int, int]]) -> int:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("pseudonym", "weight", "amount_krw"))
    shared = 0
    for pseudonym, weight, amount in amounts:
        writer.writerow((pseudonym, weight, amount))
        shared += amount
    return shared


if __name__ == "__main__":
    sys.exit(main())
