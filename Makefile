# `make demo` and `make test` set up all they need: a virtual environment in .venv, the locked
# dependencies, and for the tests a browser. Nothing outside this folder is touched but for that browser.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PEERS := $(VENV)/peers
# Many tests wait for processes of their own: one worker more than there are processors keeps these busy.
WORKERS := $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')
export OMP_NUM_THREADS := 1
# Where an environment forbids Python to keep what it compiled, each of a thousand processes would compile it again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install peers demo test check bench lock clean

help:
	@echo "make demo     set up, build the sample corpus and serve it on http://127.0.0.1:8001"
	@echo "make test     set up and run every test, browser tests included"
	@echo "make check    formatting, lint, types and the import contract"
	@echo "make bench    print the tables of benchmarks/"
	@echo "make install  only set up (.venv)"
	@echo "make lock     resolve the dependencies again (requirements/*.txt)"
	@echo "make clean    remove what the other targets made"

install: $(READY)

$(READY): requirements/uv.txt requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Hustings needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Setting up $(VENV) (a minute or two the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-build-isolation --no-deps -e .
	@touch $(READY)

# Other tools' libraries, which open our exports in tests and cannot live beside our own dependencies. Without them
# those tests are skipped.
peers: install $(PEERS)/.ready

$(PEERS)/.ready: requirements/peers.txt
	@test -x $(PEERS)/bin/python || $(BIN)/python -m venv --without-pip $(PEERS)
	@echo "Setting up $(PEERS) (other tools' libraries, about 400 MB)"
	@{ $(BIN)/uv pip install --quiet --python $(PEERS)/bin/python --require-hashes -r requirements/peers.txt && touch $@; } || \
	  echo "$(PEERS) cannot be set up here: tests with other tools' libraries are skipped"

demo: install
	$(BIN)/hustings demo

test: install peers
	@.ci/browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install
	$(BIN)/python -m benchmarks

lock: requirements/uv.txt
	@test -x $(BIN)/uv || { $(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet --require-hashes -r requirements/uv.txt; }
	$(BIN)/uv pip compile pyproject.toml --extra dev --python-version 3.11 --universal --generate-hashes --strip-extras \
	  --no-emit-index-url --no-header --quiet -o requirements/dev.txt
	$(BIN)/uv pip compile pyproject.toml --python-version 3.11 --universal --generate-hashes --strip-extras \
	  --no-emit-index-url --no-header --quiet -c requirements/dev.txt -o requirements/run.txt
	$(BIN)/uv pip compile requirements/peers.in --python-version 3.11 --universal --generate-hashes --strip-extras \
	  --no-emit-index-url --no-header --quiet -o requirements/peers.txt

clean:
	rm -rf $(VENV) build dist *.egg-info demo-corpus .pytest_cache .mypy_cache .ruff_cache .hypothesis
