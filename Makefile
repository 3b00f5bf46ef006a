# Everything runs in a virtual environment of the project's own; nothing is installed outside it.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
JOBS ?= auto
# The version that package.json names.
BIOME = $(shell sed -n 's/.*"@biomejs\/biome": "\(.*\)".*/\1/p' package.json)

.PHONY: edition test coverage mutants fuzz lint docs pictures bench check schema generated clean

# Check and build the edition that ships with the project, and say which page to open.
edition: $(VENV)/edition.stamp
	@$(BIN)/tei-edition build -o build/html

# Run all tests; what needs a program that is missing is skipped, and says how to get it.
test: $(VENV)/test.stamp
	$(BIN)/python -m pytest $(PYTEST)

# The tests with coverage, which must not fall below the floor in pyproject.toml.
coverage: $(VENV)/dev.stamp
	$(BIN)/python -m pytest --cov --cov-report=term $(PYTEST)

# Small faults made on purpose: which of them does no test notice? MUTANTS="--seed 7 --count 100"
mutants: $(VENV)/test.stamp
	$(BIN)/python tests/mutate.py $(MUTANTS)

# Inputs made at random, for as long as you like: FUZZ="--seconds 3600 --seed 7"
fuzz: $(VENV)/test.stamp
	PYTHONPATH=tests/support $(BIN)/python tests/fuzzing.py $(FUZZ)

# Is the shipped edition sound?
check: $(VENV)/edition.stamp
	@$(BIN)/tei-edition check

# The schema that we ship, and the pages of the manual that describe it, from its ODD.
schema: $(VENV)/edition.stamp
	$(BIN)/tei-edition schema compile tei/edition.odd -o tei/edition.rng
	$(BIN)/tei-edition schema compile tei/edition.odd --docs -o docs/manual/reference/elements

# What is made from the sources and kept with them; tests say when it is not current.
generated: $(VENV)/edition.stamp
	$(BIN)/python tools/shared_sheet.py
	$(BIN)/python tools/stylesheet_reference.py
	$(BIN)/python tools/reference_lists.py

# Style, types, layers and English; scripts and style sheets too.
lint: $(VENV)/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/prose.py
	@command -v npx > /dev/null || { echo "make lint needs npm for scripts and style sheets: https://nodejs.org"; exit 1; }
	npx --yes @biomejs/biome@$(BIOME) lint --error-on-warnings

# The site of the project with every warning an error, and the editions of its gallery.
docs: $(VENV)/edition.stamp
	$(BIN)/python -m sphinx -n -W --keep-going -t gallery -b html docs build/docs -d build/doctrees
	$(BIN)/python tools/gallery.py build/docs/gallery

# The pictures of the manual, of pages that `make docs` has built; needs Chromium.
pictures: docs
	PYTHONPATH=tests:tests/support $(BIN)/python tools/pictures.py build/docs

# Side by side with Sphinx on reStructuredText; takes some minutes.
bench: $(VENV)/test.stamp
	$(BIN)/python bench/run.py
	$(BIN)/python bench/check.py

clean:
	-test ! -x $(BIN)/tei-edition || $(BIN)/tei-edition clean
	rm -rf build dist docs/edition .tei-edition .mypy_cache .pytest_cache .ruff_cache

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/edition.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/test.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[test]"
	@touch $@ $(VENV)/edition.stamp

$(VENV)/dev.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	@touch $@ $(VENV)/test.stamp $(VENV)/edition.stamp
