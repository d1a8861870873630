PYTHON ?= python3
BIN := .venv/bin
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench messages clean

help:
	@echo "make demo   set everything up; run a whole day of the rural supermarket example"
	@echo "make test   set everything up; pass every test"
	@echo "make lint   ruff, mypy --strict, import contracts"
	@echo "make bench  the benchmarks (several minutes)"

.venv/.stamp: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: .venv/.stamp
	$(BIN)/franchise demo rural_supermarket

test: .venv/.stamp
	$(BIN)/pytest -n $(JOBS)

lint: .venv/.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.stamp
	$(BIN)/python -m tests.benchmarks

messages: .venv/.stamp
	$(BIN)/python tools/messages.py

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
