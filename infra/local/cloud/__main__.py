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
    binary_media,
    device_certificates,
    event_delivery,
    front_door,
    generated_secrets,
    nested_stacks,
    paused_connections,
    queue_names,
    weather,
    websockets,
)
from infra.local.cloud.functions import reserved_concurrency, unpacked_layers, workers
from infra.local.cloud.metrics import (
    alarm_types,
    alarms,
    apis,
    devices,
    function_logs,
    queries,
    queues,
    rules,
    store,
    workflows,
)
from infra.local.cloud.permissions import (
    encryption_keys,
    iot_policies,
    key_permissions,
    message_batches,
    watched_resources,
)
from infra.local.cloud.sign_in import browser_sessions, federation, issued_tokens, lockout, page_words, second_factor
from infra.local.cloud.state import layer_archives, saving, stream_positions
from infra.local.cloud.stores import expressions, object_locks
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
    "stream_positions": stream_positions.begin_streams_anew,
    "ending": workers.end_workers_before_the_end,
    "unpacked_layers": unpacked_layers.unpack_each_layer_once,
    "any_method": any_method.import_any_method,
    "binary_media": binary_media.read_media_types,
    "iot_policies": iot_policies.refuse_what_iot_refuses,
    "state_machines": state_machines.refuse_definitions,
    "reserved_concurrency": reserved_concurrency.keep_and_judge_reservations,
    "encryption_keys": encryption_keys.keep_template_keys,
    "key_permissions": key_permissions.ask_for_the_key,
    "object_locks": object_locks.keep_template_locks,
    "generated_secrets": generated_secrets.generate_as_declared,
    "archives": archives.keep_archives_and_filter_replays,
    "event_delivery": event_delivery.deliver_or_keep,
    "websockets": websockets.do_as_api_gateway,
    "watched_resources": watched_resources.judge_by_name,
    "expressions": expressions.read_once,
    "message_batches": message_batches.judge_as_one,
    "queue_names": queue_names.keep_logical_ids,
    "metric_store": store.keep_bounded,  # before all that count
    "function_metrics": function_logs.count_what_functions_do,
    "queue_metrics": queues.measure_queues,
    "api_metrics": apis.measure_apis,
    "workflow_metrics": workflows.count_executions,
    "rule_metrics": rules.count_deliveries,  # after the deliveries it counts
    "device_metrics": devices.count_messages,
    "metric_queries": queries.answer_expressions,
    "alarms": alarms.judge_alarms,  # after the queues: at a tick they are measured first
    "alarm_types": alarm_types.take_all_alarms,  # after the alarms, which judge them
    "issued_tokens": issued_tokens.keep_groups_and_the_time_of_sign_in,
    "lockout": lockout.lock_out_who_guesses,
    "second_factor": second_factor.ask_and_judge_second_factors,
    "page_words": page_words.speak_korean_first,
    "federation": federation.federate_as_declared,
    "browser_sessions": browser_sessions.remember_browsers,  # after both: a browser is known once all is proved
    "weather": weather.stand_before_the_cloud,
    "front_door": front_door.open_the_door,
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
