# Short names for what the scripts do; nothing here is needed to run kaimen.
PYTHON := .venv/bin/python

.PHONY: help demo test full check bench docs lock tools

help:
	@echo "make demo    run the demonstration                 make check   linters, types, import rules"
	@echo "make test    run the fast tests (make full: all)   make bench   run the benchmarks"
	@echo "make docs    build the documentation               make lock    remake the lock files"

demo:
	./kaimen demo

test:
	./kaimen test

full:
	./kaimen test --full

check: tools
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy --strict src tests
	.venv/bin/lint-imports

bench: tools
	@for file in benchmarks/[!_]*.py; do \
		[ -e "$$file" ] || { echo "make bench: no benchmarks/*.py here" >&2; exit 1; }; \
		echo "$$file"; $(PYTHON) "$$file" || exit 1; \
	done

docs: tools
	$(PYTHON) -m sphinx -W -n -b html docs .docs-build

lock: tools
	lock/remake

# The development packages; quick once they are there.
tools:
	@./kaimen test --version
