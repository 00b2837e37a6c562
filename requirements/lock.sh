#!/bin/sh
# Pins and hashes every requirement for all Pythons and machines at once. No index address is written down.
set -eu
cd "$(dirname "$0")/.."
compile() {
  uv pip compile --quiet --universal --generate-hashes --strip-extras --no-annotate --no-header \
    --no-emit-index-url --no-emit-find-links --python-version 3.11 "$@"
}
compile requirements/project.in -o requirements/project.txt
compile requirements/cloud.in -o requirements/cloud.txt
compile requirements/models.in -o requirements/models.txt
compile requirements/peers.in -o requirements/peers.txt
compile requirements/maps.in -o requirements/maps.txt
# The Lambda runtime brings boto3 and what it stands on.
compile layers/deps/requirements.in -c requirements/project.txt -o layers/deps/requirements.txt \
  --no-emit-package boto3 --no-emit-package botocore --no-emit-package jmespath --no-emit-package s3transfer \
  --no-emit-package urllib3 --no-emit-package python-dateutil --no-emit-package six
compile layers/web/requirements.in -c requirements/project.txt --no-deps -o layers/web/requirements.txt
compile layers/columns/requirements.in -c requirements/project.txt -o layers/columns/requirements.txt
# wrapt comes with the layer of every function.
compile layers/privacy/requirements.in -c requirements/project.txt -o layers/privacy/requirements.txt \
  --no-emit-package wrapt
# What the detector and film need of them is in their own wheels.
compile layers/film/requirements.in -c requirements/project.txt --no-deps -o layers/film/requirements.txt
compile layers/xml/requirements.in -c requirements/project.txt -o layers/xml/requirements.txt \
  --no-emit-package typing-extensions
# What the pages are made of and checked with.
.venv/bin/python -m infra.pages.npm lock
