# make run: the window on the demo recording.  make test: everything CI checks.  make help: the rest.
.PHONY: help setup run test test-fast lint format types bench clean demo
BIN := .venv/bin
FILES ?= resources/demo.ogg

help:
	@printf '%s\n' \
	  'make run [FILES="a.wav b.mp3"]  open the window (without a display: analyse headless)' \
	  'make test                       lint, types, architecture, all tests' \
	  'make test-fast                  the quick tests only' \
	  'make setup                      make .venv with the console script w12studio' \
	  'make lint | format | types      ruff, ruff format, mypy and import-linter' \
	  'make bench                      measure, and write the figures to docs/benchmarks.md'

setup:
	@scripts/setup.sh dev

run:
	@scripts/setup.sh run
	@$(BIN)/python scripts/run.py $(FILES)

test: setup lint types
	$(BIN)/python -m pytest

test-fast: setup
	$(BIN)/python -m pytest -m 'not slow'

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: setup
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup
	$(BIN)/python bench/run_all.py

demo: setup
	$(BIN)/python scripts/make_demo.py resources/demo.ogg

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
