# How the layers of other people's packages are installed. SAM runs each layer's Makefile in a copy of its folder and
# builds again what changed in that folder only; so this file, and strip_symbols.py, stand in each folder as a link.
#
# Pinned and hashed, without dependencies of its own choosing: boto3 and its family come with the Lambda runtime.
# On a laptop the wheels are the laptop's. For AWS, `make deploy` sets WHEELS_FOR to manylinux2014_<machine>, and pip takes
# the tags it is given and no others: so all that Lambda loads from its Python 3.12 on (Amazon Linux 2023, glibc 2.34) are
# given, newest first; manylinux2014 stands for manylinux2010 and manylinux1 too.
GLIBC = 34 33 32 31 30 29 28 27 26 25 24 23 22 21 20 19 18 17
MACHINE = $(WHEELS_FOR:manylinux2014_%=%)
PLATFORMS = $(GLIBC:%=--platform manylinux_2_%_$(MACHINE)) --platform manylinux2014_$(MACHINE)

# Byte code is made after what is unused was cut, and is not checked against its source: Lambda's disk is read-only, and in
# SAM's archives every file is of 1980, so what pip compiles would be thought stale and compiled again at each cold start.
define INSTALL
python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --no-compile \
  $(if $(WHEELS_FOR),$(PLATFORMS) --only-binary=:all:) --requirement requirements.txt --target "$(ARTIFACTS_DIR)/python"
rm -rf "$(ARTIFACTS_DIR)/python/bin"
endef
COMPILE = python -m compileall -q --invalidation-mode unchecked-hash
