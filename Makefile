# Needs python3 (3.11 or later) and nothing else: the first target to be asked for makes .venv with what it needs.

PYTHON ?= python3
BIN := .venv/bin
# Programs of others that judge what an edition looks like, from npm's registry.
CHECKERS := axe-core@4.14.1 caniemail@2.0.2 vnu-jar@26.9.27

.PHONY: demo test check coverage checkers bench docs clean

demo: .venv/installed
	$(BIN)/briefing demo --open

test: .venv/installed-dev
	$(BIN)/python -m pytest -n auto --dist worksteal

check: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# How much of what decides (briefing/core) is shown by its own tests, branch by branch; without those that measure time,
# which takes three times as much where each line is counted.
coverage: .venv/installed-dev
	$(BIN)/python -m pytest -n auto --dist worksteal tests/core -k 'not take and not linear and not seconds' --cov=briefing/core --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=97

# What some tests of looks run; without them these are skipped. Needs npm.
checkers: .venv/installed-checkers

bench: .venv/installed-bench
	$(BIN)/python -m tests.bench

# These documents as a site, in build/docs/index.html.
docs: .venv/installed-docs
	$(BIN)/python -m sphinx --builder html --fail-on-warning --keep-going --quiet --doctree-dir build/doctrees docs build/docs

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Briefing needs Python 3.11 or later; name one: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Debian and Ubuntu: apt install python3-venv"; rm -rf .venv; exit 1; }

.venv/installed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/installed-dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ .venv/installed

.venv/installed-bench: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,bench]'
	@touch $@ .venv/installed .venv/installed-dev

.venv/installed-docs: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	@touch $@ .venv/installed

.venv/installed-checkers: Makefile | .venv/bin/python
	@rm -rf .venv/checkers && mkdir .venv/checkers
	@cd .venv/checkers && for each in $(CHECKERS); do \
	  mkdir $${each%@*} && file=$$(npm pack --silent $$each) && \
	  tar -xzf $$file -C $${each%@*} --strip-components=1 && rm $$file || exit 1; done
	@touch $@

clean:
	rm -rf .venv demo out dist build
