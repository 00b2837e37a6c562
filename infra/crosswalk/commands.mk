.PHONY: unit
unit: setup ## stand by the road: a crosswalk unit against the running city, until Ctrl-C
	@.venv/bin/python -m infra.crosswalk
