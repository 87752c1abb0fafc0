# make grade    grade a submission (SUBMISSION=path for another than the half-finished example)
# make test     ruff, mypy and the tests that find most bugs soonest: five minutes on two cores
# make test-all ruff, mypy and every test

# Debian's own interpreter where there is one: an interpreter in a home directory may be closed to the
# unprivileged user that student code runs as.
PYTHON ?= $(shell test -x /usr/bin/python3 && /usr/bin/python3 -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 10))' \
	2>/dev/null && echo /usr/bin/python3 || echo python3)
SUBMISSION ?= tests/submissions/half
RESULTS ?= results.json
# A quarter of the tests' time is waiting, for limits and for processes that end: three keep two cores busy.
JOBS ?= 3
BIN := .venv/bin
# Processes for student code keep nothing that they compile, so it is done for them, as pip does for what it copies.
COMPILED = $(BIN)/python -m compileall -q autograder

export OMP_NUM_THREADS = 1
export OPENBLAS_NUM_THREADS = 1

.PHONY: grade test test-all lint freeze release prove handouts bench bench-quick clean

grade: .venv/grade
	$(BIN)/python -m autograder grade "$(SUBMISSION)" --results "$(RESULTS)"

test: .venv/dev lint
	$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup --no-loadscope-reorder -m "not slow"

test-all: .venv/dev lint
	AUTOGRADER_FUZZ_ROUNDS=2 $(BIN)/python -m pytest -n $(JOBS) --dist loadgroup --no-loadscope-reorder

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

freeze: .venv/grade
	$(BIN)/python -m autograder freeze

# assignment/ after a change; what goes out to students is released from a clean tree, without --dirty
release: .venv/grade
	$(BIN)/python -m autograder release --dirty

prove: .venv/dev
	$(BIN)/python -m autograder prove

handouts: .venv/dev
	$(BIN)/python handouts/build.py

# this grader against its peers, on a machine that does nothing else: a quarter of an hour, and the README is rewritten
bench: .venv/bench
	$(BIN)/python -m tests.benchmarks

# this grader alone, in minutes; nothing is written
bench-quick: .venv/dev
	$(BIN)/python -m tests.benchmarks --quick

clean:
	rm -rf .venv dist build *.egg-info results.json

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/grade: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable '.[gradescope,web]'
	$(COMPILED)
	touch $@

.venv/dev: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	$(COMPILED)
	touch $@ .venv/grade

.venv/bench: .venv/dev
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	touch $@
