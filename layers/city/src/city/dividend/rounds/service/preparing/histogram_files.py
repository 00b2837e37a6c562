"""A shard's histogram as one file of NumPy arrays, with the labels of every value in it."""

import io
import json
from typing import Any

import numpy as np
import numpy.typing as npt

from city.dividend.anonymise.equivalence.histogram import Histogram, SensitiveCounts
from city.dividend.anonymise.equivalence.people import People


def pack_histogram(histogram: Histogram, rows: list[list[list[str]]]) -> bytes:
    arrays: dict[str, npt.NDArray[Any]] = {f"q{n}": codes for n, codes in enumerate(histogram.codes)} | {
        "count": histogram.count
    }
    for n, counts in enumerate(histogram.sensitive):
        arrays |= {f"s{n}_cell": counts.cell, f"s{n}_value": counts.value, f"s{n}_count": counts.count}
    text = json.dumps(
        {
            "names": histogram.names,
            "domains": histogram.domains,
            "sensitive": [[counts.name, counts.domain] for counts in histogram.sensitive],
            "rows": rows,
        }
    )
    if histogram.people is not None:
        people = histogram.people
        arrays |= {"people_number": people.number, "people_cell": people.cell, "people_person": people.person}
    arrays["text"] = np.frombuffer(text.encode(), dtype=np.uint8)
    out = io.BytesIO()
    np.savez_compressed(out, allow_pickle=False, **arrays)
    return out.getvalue()


def unpack_histogram(content: bytes) -> tuple[Histogram, list[list[list[str]]]]:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        text = json.loads(arrays["text"].tobytes())
        histogram = Histogram(
            tuple(text["names"]),
            tuple(tuple(domain) for domain in text["domains"]),
            tuple(arrays[f"q{n}"] for n in range(len(text["names"]))),
            arrays["count"],
            None,
            tuple(
                SensitiveCounts(name, tuple(domain), arrays[f"s{n}_cell"], arrays[f"s{n}_value"], arrays[f"s{n}_count"])
                for n, (name, domain) in enumerate(text["sensitive"])
            ),
            People(arrays["people_number"], arrays["people_cell"], arrays["people_person"])
            if "people_number" in arrays
            else None,
        )
    return histogram, text["rows"]
