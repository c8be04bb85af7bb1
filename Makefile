# `make demo` and `make test` are all the set-up there is; `make` alone checks everything.
PYTHON ?= python3
# The trained weights are CC BY-NC-SA 4.0: `make WEIGHTS=no` leaves them out, and the rules read.
WEIGHTS ?= yes
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := check
.PHONY: check demo test lint types format lock docs golden bench clean

$(VENV)/.ready: requirements.lock pyproject.toml weights/pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Dementi needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 demo")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . $(if $(filter yes,$(WEIGHTS)),--editable weights)
	@touch $@

# Checking needs more than running: a compiler of number loops, table libraries, Spark.
$(VENV)/.ready-to-check: $(VENV)/.ready requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.ready  ## weigh the embedded example, offline; writes dossier.html
	@$(BIN)/dementi demo

test: $(VENV)/.ready-to-check  ## all tests
	$(BIN)/python -m pytest

check: lint types test  ## what must pass before a commit

lint: $(VENV)/.ready-to-check
	$(BIN)/ruff check src tests bench training
	$(BIN)/ruff format --check src tests bench training

types: $(VENV)/.ready-to-check
	$(BIN)/mypy

format: $(VENV)/.ready-to-check
	$(BIN)/ruff check --fix src tests bench training
	$(BIN)/ruff format src tests bench training

lock: $(VENV)/.ready-to-check  ## renew the locked dependencies for all platforms
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--custom-compile-command 'make lock' --extra model --group build --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--custom-compile-command 'make lock' --output-file requirements-dev.lock --constraint requirements.lock --group dev

docs: $(VENV)/.ready-to-check  ## renew the pages made from the code
	LC_ALL=C.UTF-8 $(BIN)/python tests/docs/render_commands.py
	$(BIN)/python tests/docs/render_case_file.py

golden: $(VENV)/.ready-to-check  ## renew the list of what the reader does not meet yet; look at its diff
	$(BIN)/python tests/golden/write_not_yet.py

bench: $(VENV)/.ready-to-check  ## speed and quality, one table each
	$(BIN)/python -m bench

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
