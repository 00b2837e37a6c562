.PHONY: rain
rain: setup ## let it rain on the parks
	@.venv/bin/python -m infra.parks.story
