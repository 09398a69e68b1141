# Four words run the project: grade, test, check, release; `make help` names the others. Each does its own set-up; nothing is
# installed outside .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := PIP_CONSTRAINT=constraints.txt $(BIN)/pip install --quiet --disable-pip-version-check --no-compile
# by hand, since pip uses one processor: a sandbox can't write bytecode, and would compile what it imports each time;
# what can't be compiled is meant for other versions of Python
COMPILE := $(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true

# in a folder of their own: what an interrupted run has left, folders 1,500 deep among it, is no matter of the next one's
APART := apart=$$(mktemp -d) && chmod 755 $$apart && trap 'rm -rf $$apart' EXIT && PYTEST_DEBUG_TEMPROOT=$$apart
PYTEST := $(APART) $(BIN)/pytest

.PHONY: grade help test check lint package verify release dist newest docs pictures figures bench mutants parity flaky soak clean

grade: $(VENV)/core.stamp  ## grade the example class
	$(BIN)/autograder grade examples/linear_regression --assignment linear_regression --out out

help:  ## name what make can do
	@sed -nE 's/^([a-z]+):.*  ## (.*)/\1\t\2/p' Makefile | expand -t 10

# a test that looks at processes, clocks or memory may fall over a busy machine: it gets a second try, and is named with what it said
test: $(VENV)/dev.stamp  ## run the tests, two at a time
	$(PYTEST) -n 2 --reruns 1 -rR --rerun-show-tracebacks

# two at a time, since each leaves a processor idle at times; no output is held back until a part ends
check: $(VENV)/dev.stamp  ## lint, types, the package installed beside no checkout, and the proof that the course can be trusted
	$(MAKE) --no-print-directory --jobs 2 package lint dist verify

lint: $(VENV)/dev.stamp  ## the part of check that reads: ruff, mypy, hadolint, the links of docs/ (a minute)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/hadolint Dockerfile autograder/platforms/gradescope/container/Dockerfile
	$(BIN)/sphinx-build -W --keep-going -q -b html docs build/site

package: $(VENV)/dev.stamp  ## the part of check that installs the package beside no checkout (two minutes)
	$(PYTEST) -n 2 --dist loadfile --reruns 1 -rR --rerun-show-tracebacks tests/package

verify: $(VENV)/dev.stamp  ## the part of check that grades every kept answer, and students who know nothing (four minutes)
	$(BIN)/autograder verify --seed 1  # one seed: a red check means a change, not a draw

release: $(VENV)/core.stamp  ## make the students' notebooks from the solutions
	$(BIN)/autograder release

dist: $(VENV)/dev.stamp  ## the part of check that makes what goes to the package index, in dist/: a source archive, and its wheel
	rm -rf dist
	$(BIN)/python -m build --no-isolation
	$(BIN)/twine check --strict dist/*

# made anew each time: what an earlier call has put there, with another Python perhaps, would be mixed in
newest:  ## the tests with another Python or torch, in an environment beside: make newest PYTHON=python3.13 TORCH=2.14.1
	sed '$(if $(TORCH),s/^torch==.*/torch==$(TORCH)/)' constraints.txt > build-constraints.txt
	$(PYTHON) -m venv --clear .venv-newest
	PIP_CONSTRAINT=build-constraints.txt .venv-newest/bin/pip install --quiet --disable-pip-version-check -e '.[dev]'
	$(APART) .venv-newest/bin/pytest -n 2 --reruns 1 -rR --rerun-show-tracebacks
	$(APART) .venv-newest/bin/pytest tests/package

docs: $(VENV)/dev.stamp  ## build the site of docs/ into build/site; a broken link is an error
	$(BIN)/sphinx-build -W --keep-going -q -b html docs build/site

pictures: $(VENV)/dev.stamp  ## the README's pictures of the pages, from the example class, in Chromium (a minute)
	$(BIN)/python examples/pictures.py

figures: $(VENV)/dev.stamp  ## take README's figures anew and keep them in docs/figures.json (two hours and a half)
	$(BIN)/python docs/make_figures.py

bench: $(VENV)/dev.stamp  ## speed and memory, beside nbgrader and otter-grader
	$(BIN)/python benchmarks/run.py

mutants: $(VENV)/dev.stamp  ## change every solution in small ways: each change should cost points (up to half an hour)
	$(BIN)/autograder mutants

parity: $(VENV)/dev.stamp  ## every kept answer through autograder, nbgrader, otter and Gradescope (an hour and a half)
	$(BIN)/python tests/proofs/parity.py

flaky: $(VENV)/dev.stamp  ## grade every reference 200 times and every kept answer twice: each scores what it should (20 minutes)
	$(BIN)/python tests/proofs/flaky.py 200

soak: $(VENV)/dev.stamp  ## 2,000 submissions, a tenth of them hostile, while 100 processes are killed (ten minutes)
	$(BIN)/python tests/proofs/soak.py 2000 100

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/core.stamp: constraints.txt pyproject.toml | $(VENV)/bin/python
	@echo "installing torch and what else grading needs into $(VENV) …"
	$(INSTALL) -e .
	@$(COMPILE)
	@touch $@

$(VENV)/dev.stamp: constraints.txt pyproject.toml | $(VENV)/bin/python
	@echo "installing the development tools, nbgrader, otter-grader and Ray into $(VENV) …"
	$(INSTALL) -e '.[dev]'
	@$(COMPILE)
	@touch $@ $(VENV)/core.stamp

clean:  ## take away all environments, out/ with its reports, and dist/
	rm -rf $(VENV) .venv-newest build-constraints.txt out dist
