# make run: sets everything up and writes Norddjurs' documents.  make test: everything that is fast.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := run
.PHONY: run test golden requirements check-code format messages docs build-all fuzz conformance benchmark wheel clean

run: $(VENV)/runs
	$(BIN)/aftalegen build norddjurs

test: $(VENV)/develops check-code
	$(BIN)/python -m pytest $(if $(CI),--hypothesis-profile=ci)

check-code: $(VENV)/develops
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/develops
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# What the program makes of a few agreements, as files to read: review what changed, like code.
golden: $(VENV)/develops
	$(BIN)/python -m tests.golden

# The catalogue of messages: found in the code, kept in the Danish .po, compiled to the .mo in the package.
messages: $(VENV)/develops
	$(BIN)/python -m tools.catalogue

# The references of commands and of rules in docs/, from the program itself.
docs: $(VENV)/develops
	$(BIN)/python -m tools.cli_reference
	$(BIN)/python -m tools.rule_reference

build-all: $(VENV)/runs
	$(BIN)/aftalegen build

# Ten thousand mutations, hundreds of kills, and properties with many examples; half an hour.
# Writes the figures in docs/reliability.md.
fuzz: $(VENV)/develops
	$(BIN)/python -m tools.fuzzing 10000
	$(BIN)/python -m tools.killing 200
	$(BIN)/python -m pytest --hypothesis-profile=fuzz -m property

# Independent judges over every document: slower, and it installs what they need (apt, npm, pip).
conformance: $(VENV)/develops
	$(BIN)/aftalegen check --strict
	bash tests/conformance/install.sh
	$(BIN)/python tests/conformance/judge.py
	$(BIN)/python -m pytest -m conformance

# How fast it is, against peers on this machine; writes docs/hastighed.md. Needs LibreOffice.
benchmark: $(VENV)/measures
	$(BIN)/python -m benchmarks

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

# The requirements with the hash of every file, from what pyproject.toml asks for.
requirements: $(VENV)/runs
	$(INSTALL) "pip>=25.1"  # older ones know no groups
	$(INSTALL) --group requirements
	$(BIN)/python -m tools.requirements

# The program as one file, for `uv tool install` or `pipx install`.
wheel: $(VENV)/develops
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

clean:
	rm -rf $(VENV) output dist build
