# Handed over by the environment, so that no quoting of the shell's touches a file's name.
export EXTRACT PLACE

##@ generate

.PHONY: map
map: setup ## cut the places' boundaries again; or add streets: make map EXTRACT=….osm.pbf PLACE=junggu
	@$(PYTHON) infra/local/install.py maps
	@.venv-maps/bin/python -m infra.maps --extract "$$EXTRACT" --place "$$PLACE"
