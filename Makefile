# Everything a developer types. Needs Python 3.11–3.13, git and make; nothing else has to be installed first.
PY ?= python3

PIP := .venv/bin/python -m pip --disable-pip-version-check
FRONTEND := $(shell find frontend -path frontend/node_modules -prune -o -type f -print 2>/dev/null)
CATALOGUES := $(shell find src/zhike/locale -name '*.po' 2>/dev/null)

# Byte code makes the second start take seconds; some machines forbid it.
unexport PYTHONDONTWRITEBYTECODE
# A virtual environment or a source tree of somebody else must not shine through.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME

.DEFAULT_GOAL := help
.PHONY: help demo test check test-postgres test-engines bench messages format clean

help:  ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

demo: .venv/.ok $(if $(wildcard .venv/.dev),.venv/.texts)  ## start the demo company on this machine (ARGS="--port 8001", ARGS=--fresh starts over)
	@exec .venv/bin/zhike demo $(ARGS)

test: .venv/.texts  ## run all tests, in a real browser too
	@scripts/browser.sh
	@scripts/tests.sh $(ARGS)

check: .venv/.dev  ## lint, types, layers, texts and templates, in under a minute
	@scripts/check.sh

test-postgres: .venv/.texts  ## run the tests, without the browser, on a PostgreSQL started for them
	@scripts/postgres.sh $(ARGS)

test-engines:  ## ask ClickHouse's engine and Spark what DuckDB is asked, in an environment of their own (a GB)
	@PY=$(PY) scripts/engines.sh $(ARGS)

bench: .venv/.texts  ## time what is promised to be fast, next to its peers
	@.venv/bin/python -m benchmarks $(ARGS)

messages: .venv/.dev  ## bring the texts of the code into the Chinese catalogue
	@.venv/bin/python scripts/messages.py update

format: .venv/.dev  ## put code into shape
	@.venv/bin/ruff check --fix --quiet || true
	@.venv/bin/ruff format

clean:  ## remove everything that was made, the environment included
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist test-results
	rm -rf src/zhike/static/zhike/dist frontend/node_modules
	find src tests benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} +
	find src/zhike/locale -name '*.mo' -delete

# The environment, with the front end built into it. Made again when one of its sources changes.
.venv/.ok: pyproject.toml hatch_build.py $(FRONTEND)
	@$(PY) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null || { \
	    echo "Zhike needs Python 3.11, 3.12 or 3.13; $(PY) is $$($(PY) --version 2>&1). Try: make $(MAKECMDGOALS) PY=python3.12"; exit 1; }
	@.venv/bin/python -m pip --version >/dev/null 2>&1 || { echo "making .venv ..."; $(PY) -m venv --clear .venv; }
	@echo "installing what Zhike needs; the first time takes a minute or two ..."
	@$(PIP) install --quiet --upgrade "pip>=25.1"
	@$(PIP) install --quiet --editable .
	@.venv/bin/python -m compileall -q src/zhike
	@touch $@

# What only developers need: the demo starts without it.
.venv/.dev: .venv/.ok
	@echo "installing what the tests need ..."
	@$(PIP) install --quiet --group dev
	@touch $@

# Texts change more often than the environment, and compile in a second.
.venv/.texts: .venv/.dev $(CATALOGUES) scripts/messages.py
	@.venv/bin/python scripts/messages.py compile
	@touch $@
