PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# This checkout is meant, also where another user owns it, as in a container.
export AFTALEGEN_SAFE_DIRECTORY := $(CURDIR)

.DEFAULT_GOAL := run
.PHONY: help run test check golden requirements check-code format messages docs build-all fuzz \
  conformance benchmark systems audit sbom wheel clean

## run: set everything up and write Norddjurs' documents
run: $(VENV)/runs
	$(BIN)/aftalegen build norddjurs

## help: what can be made
help:
	@sed -n 's/^## \([a-z-]*\): /\1\t/p' $(MAKEFILE_LIST) | awk -F '\t' '{ printf "  make %-14s %s\n", $$1, $$2 }'

## test: form, types and all tests that are fast; four to six minutes
test: $(VENV)/develops check-code
	$(BIN)/python -m pytest -n auto

## check: form, types, rooms and the fastest tests, in under a minute
check: $(VENV)/develops check-code
	$(BIN)/python -m pytest -n auto -m "not conformance and not slow"

## check-code: form and types
check-code: $(VENV)/develops
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

## format: the code in its form
format: $(VENV)/develops
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

## golden: the golden files anew, to be reviewed
golden: $(VENV)/develops
	$(BIN)/python -m tests.golden

## messages: the catalogue of messages
messages: $(VENV)/develops
	$(BIN)/python -m tools.catalogue

## docs: the references in docs/ from the program itself
docs: $(VENV)/develops
	$(BIN)/python -m tools.cli_reference
	$(BIN)/python -m tools.rule_reference

## build-all: every document of the project
build-all: $(VENV)/runs
	$(BIN)/aftalegen build

## fuzz: mutations, kills and many examples, for docs/reliability.md; half an hour
fuzz: $(VENV)/develops
	$(BIN)/python -m tools.fuzzing 10000
	$(BIN)/python -m tools.killing 2000
	$(BIN)/python -m tools.forgetting
	test "$$(id -u)" != 0 || $(BIN)/python -m tools.power_cut
	$(BIN)/python -m pytest --hypothesis-profile=fuzz -m property

## conformance: independent judges over every document, guides, kills, many examples; installs what they need (apt, npm)
conformance: $(VENV)/develops
	$(BIN)/aftalegen check --strict
	bash tests/conformance/install.sh
	$(BIN)/python tests/conformance/judge.py
	$(BIN)/python -m pytest -m conformance
	$(BIN)/python -m pytest -n auto -m property --hypothesis-profile=ci

## benchmark: time and memory against peers, for docs/hastighed.md; needs LibreOffice
benchmark: $(VENV)/measures
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.flushing

$(VENV)/runs: requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(INSTALL) --require-hashes -r requirements.txt
	$(INSTALL) --no-deps --editable .
	touch $@

$(VENV)/develops: requirements-dev.txt $(VENV)/runs
	$(INSTALL) --require-hashes -r requirements-dev.txt
	touch $@

$(VENV)/measures: requirements-benchmark.txt $(VENV)/runs
	$(INSTALL) --require-hashes -r requirements-benchmark.txt
	touch $@

## requirements: the pinned requirements from pyproject.toml
requirements: $(VENV)/runs
	$(INSTALL) "pip>=25.1"  # older ones know no groups
	$(INSTALL) --group requirements
	$(BIN)/python -m tools.requirements

## systems: the tests with every Python that is here, for docs/reliability.md; minutes each
systems: $(VENV)/develops
	$(BIN)/python -m tools.systems

# In an environment of its own; it asks the advisories of PyPI, so it needs the network.
## audit: known holes in the packages that the program needs
audit: requirements-audit.txt
	test -x .audit/bin/python || $(PYTHON) -m venv .audit
	.audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	.audit/bin/python -m pip_audit --strict --disable-pip --require-hashes --requirement requirements.txt

## sbom: what the wheel is made of, as CycloneDX
sbom: $(VENV)/develops
	$(BIN)/python -m tools.sbom

# The program as one file, for `uv tool install` or `pipx install`.
## wheel: the program as one file
wheel: $(VENV)/develops
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

## clean: remove what was made
clean:
	rm -rf $(VENV) .systems .audit output dist build
