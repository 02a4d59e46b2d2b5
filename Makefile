# Each target works as the first command after a clone: it makes .venv and installs from the lock when that is due.

PY := .venv/bin/python
READY := .venv/.ready
TESTS ?=
SECTIONS ?=
# Which of the tests make test-all runs; "slow" leaves out those that make test runs.
MARKS ?= slow or not slow
# Many tests wait for a clock or a server: twice as many as there are processors.
JOBS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) * 2 )))

# A run of the tests starts hundreds of processes, and without bytecode each compiles everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup generate check demo test test-all test-long test-pythons bench docs lock clean

help:
	@echo "make demo      regenerate the client, start the sandbox, call every tool"
	@echo "make test      the tests, in a few minutes"
	@echo "make test-all  the tests that take longer, too"
	@echo "make test-pythons  the tests of make test on each Python that is installed, of those that are promised"
	@echo "make test-long  the same with many more rounds, calls and random inputs"
	@echo "make check     fresh output, formatting, lint, types, dependency rules"
	@echo "make generate  write generated/ from spec/"
	@echo "make bench     every figure of docs/benchmarks.md"
	@echo "make docs      the site of the pages, first those that are written from the code, and the manifest's schema"
	@echo "make setup     only .venv"
	@echo "make lock      constraints.txt from pyproject.toml"

setup: $(READY)

$(READY): constraints.txt pyproject.toml .ci/setup
	@.ci/setup

generate: $(READY)
	@$(PY) -m figwright_cli generate

check: $(READY)
	@.ci/check

demo: $(READY)
	@$(PY) -m figwright_cli demo

test: $(READY)
	@$(PY) -m pytest -q -n $(JOBS) --dist worksteal $(TESTS)

test-all: $(READY)
	@$(PY) -m pytest -q -n $(JOBS) --dist worksteal -m "$(MARKS)" $(TESTS)

test-pythons: $(READY)
	@JOBS=$(JOBS) .ci/pythons $(TESTS)

test-long: export TESTS_LONG = 1
test-long: test-all

bench: $(READY)
	@$(PY) -m benchmarks $(SECTIONS)

docs: $(READY)
	@$(PY) docs/write.py
	@$(PY) docs/build.py

lock: $(READY)
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --no-annotate pyproject.toml --output-file constraints.txt

clean:
	rm -rf .venv dist build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .benchmarks
