"""Layers' archives are kept beside the saved state, by digest, as functions' code is.

ministack writes them into lambda.json as base64: 155 MB for 150 MB of layers, written at each stop and read at each
start. A state of before, with the archives inside, is still read.
"""

from collections.abc import Iterator
from typing import Any

from infra.local.cloud.hooks import require


def keep_archives_beside_the_state() -> None:
    from ministack.services import lambda_svc

    require(lambda_svc, "_write_code_blob", "_read_code_blob", "_prune_orphan_code_blobs", "_BLOB_REF_KEY")
    get_state, restore = lambda_svc.get_state, lambda_svc._restore_state
    prune, reference = lambda_svc._prune_orphan_code_blobs, lambda_svc._BLOB_REF_KEY
    digests: dict[int, tuple[bytes, str]] = {}  # by the archive's identity: it is held, so no other takes its place

    def keep(archive: bytes) -> str:
        held, digest = digests.get(id(archive), (None, ""))
        if held is not archive:
            digest = lambda_svc._write_code_blob(archive)
            digests[id(archive)] = (archive, digest)
        return digest

    def prune_what_no_layer_needs(referenced: set[str]) -> None:
        prune(referenced | {keep(version["_zip_data"]) for version in _versions(lambda_svc._layers)})

    def get_state_without_archives() -> Any:
        state = get_state()
        for version in _versions(state["layers"]):  # a copy
            version["_zip_data"] = {reference: keep(version["_zip_data"])}
        return state

    def restore_with_archives(state: Any) -> None:
        read: dict[str, bytes | None] = {}
        for layer in _values((state or {}).get("layers") or {}):
            for version in layer["versions"]:
                kept = version.get("_zip_data")
                if isinstance(kept, dict) and reference in kept:
                    digest = kept[reference]
                    if digest not in read:
                        read[digest] = lambda_svc._read_code_blob(digest)
                    version["_zip_data"] = read[digest]
        restore(state)

    lambda_svc._prune_orphan_code_blobs = prune_what_no_layer_needs
    lambda_svc.get_state, lambda_svc._restore_state = get_state_without_archives, restore_with_archives


def _versions(layers: Any) -> Iterator[dict[str, Any]]:
    """Every version of every layer that has an archive."""
    for layer in _values(layers):
        yield from (version for version in layer["versions"] if isinstance(version.get("_zip_data"), bytes))


def _values(layers: Any) -> list[Any]:
    """Of all accounts and regions. A plain dict is a state of before there were regions."""
    return list(layers._data.values()) if hasattr(layers, "_data") else list(layers.values())
