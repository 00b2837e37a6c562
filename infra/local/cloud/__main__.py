"""Starts the local cloud (ministack): `.venv-cloud/bin/python -m infra.local.cloud`, from the root of the checkout.

Every mend hangs on names of the pinned version. If one has moved, this names the mend and stops.

`--without NAME` leaves a mend out: that is how to see whether a newer ministack still needs it.
"""

import argparse
import sys
from collections.abc import Callable
from importlib.metadata import version

from infra.local.cloud import (
    any_method,
    archives,
    device_certificates,
    event_delivery,
    generated_secrets,
    nested_stacks,
    paused_connections,
    weather,
)
from infra.local.cloud.functions import reserved_concurrency, unpacked_layers, workers
from infra.local.cloud.permissions import encryption_keys, iot_policies, key_permissions
from infra.local.cloud.state import layer_archives, saving
from infra.local.cloud.workflows import state_machines

PINNED = "1.5.33"

MENDS: dict[str, Callable[[], None]] = {
    "nested_transform": nested_stacks.expand_nested_templates,
    "nested_attributes": nested_stacks.keep_attributes_of_unchanged_resources,
    "workers": workers.keep_the_workers_beside_a_dead_one,
    "paused_connections": paused_connections.leave_paused_connections_alone,
    "device_certificates": device_certificates.answer_signing_requests,
    "layer_archives": layer_archives.keep_archives_beside_the_state,
    "state": saving.save_whole_and_load_fast,  # after the archives: what is pruned with them waits for the save
    "ending": workers.end_workers_before_the_end,
    "unpacked_layers": unpacked_layers.unpack_each_layer_once,
    "any_method": any_method.import_any_method,
    "iot_policies": iot_policies.refuse_what_iot_refuses,
    "state_machines": state_machines.refuse_definitions,
    "reserved_concurrency": reserved_concurrency.keep_and_judge_reservations,
    "encryption_keys": encryption_keys.keep_template_keys,
    "key_permissions": key_permissions.ask_for_the_key,
    "generated_secrets": generated_secrets.generate_as_declared,
    "archives": archives.keep_archives_and_filter_replays,
    "event_delivery": event_delivery.deliver_or_keep,
    "weather": weather.stand_before_the_cloud,
}


def main() -> None:
    if version("ministack") != PINNED:
        sys.exit(f"infra/local/cloud was written for ministack {PINNED}, not {version('ministack')}")
    parser = argparse.ArgumentParser(prog="python -m infra.local.cloud", description=__doc__)
    parser.add_argument("--without", action="append", choices=MENDS, default=[], metavar="NAME")
    left_out = parser.parse_args().without
    sys.argv[1:] = []  # ministack reads them too
    mend_all({name: mend for name, mend in MENDS.items() if name not in left_out})

    import ministack.app as app

    app.main()


def mend_all(mends: dict[str, Callable[[], None]]) -> None:
    """Applies the mends. Ends the program, naming the mend, if one no longer fits."""
    for name, mend in mends.items():
        try:
            mend()
        except (ImportError, AttributeError, KeyError, TypeError) as error:
            sys.exit(f"ministack has changed: mend {name!r} in infra/local/cloud no longer fits ({error!r})")


if __name__ == "__main__":
    main()
