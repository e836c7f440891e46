# The two commands of this project: `make run` and `make test`. Each installs what it needs.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
FIND_PYTHON := for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$name >/dev/null 2>&1 && \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' && \
	{ command -v $$name; break; }; done

.PHONY: run test lint types imports tests kills season benchmark docs picture lock clean

run: $(VENV)/ready  ## open the console
	@$(BIN)/readingroom console

test: lint types imports tests  ## run every check and test

lint: $(VENV)/ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/ready-dev
	$(BIN)/mypy

imports: $(VENV)/ready-dev
	$(BIN)/lint-imports

tests: $(VENV)/ready-dev
	$(BIN)/pytest -n auto --dist loadfile

kills: $(VENV)/ready-dev  ## kill the deliverer 2,000 times
	READINGROOM_TEST_KILLS=2000 $(BIN)/pytest tests/kill

season: $(VENV)/ready-dev  ## a whole season of many people on a virtual clock
	$(BIN)/python -m tests.season

benchmark: $(VENV)/ready-dev  ## measure speed; asserts nothing
	$(BIN)/pytest tests/benchmarks --benchmark-enable --benchmark-only -p no:randomly

docs: $(VENV)/ready-dev  ## write the generated pages again
	$(BIN)/python -m tests.docs.pages

picture: $(VENV)/ready-dev  ## draw the pictures of the README again; needs Chromium
	@$(BIN)/python -m tests.docs.picture

lock: $(VENV)/bin/python  ## resolve the pins again, for every supported Python and system
	$(PIP) install uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --group install pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --group install --group dev pyproject.toml \
		-o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@python=$$($(FIND_PYTHON)); \
	if [ -z "$$python" ]; then echo "Reading Room needs Python 3.11 or newer; none was found." >&2; exit 1; fi; \
	"$$python" -m venv $(VENV) || { rm -rf $(VENV); \
	echo "Python could not make a virtual environment; on Debian and Ubuntu install python3-venv." >&2; exit 1; }

$(VENV)/ready: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what is needed, once ..."
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-build-isolation --no-deps --no-index -e .
	@touch $@

$(VENV)/ready-dev: requirements-dev.lock $(VENV)/ready
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
