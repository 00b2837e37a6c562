# The words of the README. `make` alone lists them, by the groups below; a domain's own come with `try`, or name theirs.
.DEFAULT_GOAL := help
SHELL := /bin/sh

# Any Python from 3.11 on; the oldest first, because it is the one everything has wheels for.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
CITY := .venv/bin/python -m infra.local
PORT ?= 4566
MQTT_PORT ?= 8883
# The city's one address: http://localhost:8000
DOOR ?= 8000
# Two tests at a time; those of one file, or of one city, by the same process.
PYTEST := .venv/bin/python -m pytest -q -n 2 --no-loadscope-reorder
export SAM_CLI_TELEMETRY := 0
export ENV WHO AREA PAGE
# What a domain adds to these words.
include $(wildcard infra/*/commands.mk)

.PHONY: help
help: # this list
	@awk 'FNR == 1 { group = "try" } \
	  /^##@ / { group = substr($$0, 5) } \
	  /^[a-z-]+:.*## / { \
	    if (!(group in words)) order[++groups] = group; \
	    word = said = $$0; sub(/:.*/, "", word); sub(/^[^#]*## /, "", said); \
	    words[group] = words[group] sprintf("  %-11s %s\n", word, said) } \
	  END { for (each = 1; each <= groups; each++) printf "%s\n%s", order[each], words[order[each]] }' $(MAKEFILE_LIST)

##@ run

.PHONY: setup
setup: ## install everything, pinned and hashed, into .venv and .venv-cloud
	@test -n "$(PYTHON)" || { echo "No Python from 3.11 on was found: install one (Debian, Ubuntu: sudo apt-get install python3 python3-venv; macOS: brew install python@3.13)." >&2; exit 1; }
	@$(PYTHON) infra/local/install.py

.PHONY: run
run: setup ## the whole city on this machine, until Ctrl-C
	@$(CITY) run --port $(PORT) --mqtt-port $(MQTT_PORT) --door-port $(DOOR)

.PHONY: stop
stop: ## stop the city that `make run` started, saving its state
	@if [ -x .venv/bin/python ]; then $(CITY) stop; fi

.PHONY: pages
pages: setup ## publish the pages of web/ as they are now to the running city
	@$(CITY) pages

.PHONY: clean
clean: stop ## forget the city's state, builds and caches (the installation stays)
	@rm -rf .city .aws-sam .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis benchmarks/results tests/browser/pictures

##@ try

.PHONY: demo
demo: setup ## a citizen's whole story against the running city (starts one if none runs)
	@$(CITY) demo --port $(PORT) --mqtt-port $(MQTT_PORT) --door-port $(DOOR)

.PHONY: password
password: setup ## the password with which somebody signs in at the desk: make password WHO=…
	@$(CITY) password

.PHONY: token
token: setup ## a token for the staff API, for an Authorization header: make token WHO=…
	@$(CITY) token

##@ look

.PHONY: pictures
pictures: setup browser ## every page in Chromium, in each language, width and theme, and a sheet of the pictures: make pictures PAGE=fines-desk
	@.venv/bin/python -m pytest -q tests/browser/test_every_page.py -k "$$PAGE"; passed=$$?; \
	  .venv/bin/python -m tests.browser.pictures "$$PAGE" && exit $$passed

.PHONY: readme-pictures
readme-pictures: setup browser ## the pictures of the README, taken anew at a city of their own
	@.venv/bin/python -m pytest -q -n 0 tests/e2e/pages/test_readme_pictures.py --readme

.PHONY: bench
bench: setup ## the benchmarks, as a table and as JSON in benchmarks/results
	@.venv/bin/python -m benchmarks

.PHONY: peers
peers: setup ## install what the dividend is measured beside, for `make bench`
	@$(PYTHON) infra/local/install.py peers

##@ check

.PHONY: check
check: setup ## the fast loop, about a minute: format, lint, types, imports and the tests of one area: make check AREA=fines
	@.venv/bin/python -m infra.local.checks --quick "$$AREA"

.PHONY: watch
watch: setup ## the fast loop again after every change: make watch AREA=fines
	@.venv/bin/python -m infra.local.checks --watch "$$AREA"

.PHONY: test
test: setup browser ## every check, and every test but the exhaustive ones; what the CI runs
	@.venv/bin/python -m infra.local.checks
	@$(PYTEST) --durations=10

.PHONY: test-full
test-full: setup browser ## every check and every test, each property on five times as many examples, each benchmark at its smallest; every night
	@.venv/bin/python -m infra.local.checks
	@$(PYTEST) --full --durations=20
	@.venv/bin/python -m benchmarks --smallest

.PHONY: bench-smallest
bench-smallest: setup ## each benchmark at its smallest, to see that it runs; the CI too
	@.venv/bin/python -m benchmarks --smallest

.PHONY: test-sdk
test-sdk: setup ## the tests of what talks to SageMaker, in an environment of their own (about 2 GB)
	@$(PYTHON) infra/local/install.py models
	@OMP_NUM_THREADS=1 PYTHONPATH=layers/city/src:. .venv-models/bin/python -m pytest -q --noconftest tests/models_sdk

.PHONY: browser
browser: setup ## find the Chromium that pages are opened with, or install one
	@.venv/bin/python -m infra.pages.browser

.PHONY: lint
lint: setup ## format, lint, types, import contracts, templates, secrets
	@.venv/bin/python -m infra.local.checks

##@ generate

.PHONY: format
format: setup ## put the code into its format
	@.venv/bin/ruff check --quiet --fix . && .venv/bin/ruff format --quiet .

.PHONY: schemas
schemas: setup ## write iot/schemas from the contracts
	@.venv/bin/python -m iot.schemas

.PHONY: openapi
openapi: setup ## write web/api from the routes, the events and their contracts
	@.venv/bin/python -m infra.openapi

.PHONY: picture
picture: setup ## draw docs/city.svg from the city's structure
	@.venv/bin/python -m infra.picture

.PHONY: stacks
stacks: setup ## write template.yaml from infra/city.yaml, the domains' manifests and their templates
	@.venv/bin/python -m infra.dashboards
	@.venv/bin/python -m infra.stacks

.PHONY: vendor
vendor: setup ## write web/vendor, what of others' code ships in pages, from infra/pages/package-lock.json
	@.venv/bin/python -m infra.pages.vendor

.PHONY: models
models: setup ## fetch the detectors' weights, once, by hash (about 180 MB down, 40 MB kept)
	@.venv/bin/python -m models.detection.fetch

.PHONY: lock
lock: setup ## pin and hash the requirements again (needs uv: pip install uv)
	@sh requirements/lock.sh

##@ deploy

.PHONY: deploy
deploy: setup ## build and deploy to an AWS account: make deploy ENV=dev|prod
	@$(CITY) deploy
