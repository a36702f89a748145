# Everything sets itself up: a virtual environment in .venv, with this checkout installed in it.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
SHARED ?= ../shared

.PHONY: help demo test faults lint gold gate laws mine derived man clean

help:
	@echo 'make demo   clean the articles in seeds/ and show what went'
	@echo 'make test   run the tests'
	@echo 'make faults kill, fill, hang: some minutes of it'
	@echo 'make lint   style and types'
	@echo 'make gold   score on labelled articles   (GOLD=file)'
	@echo 'make gate   fail where a figure is under its floor in gate.toml'
	@echo 'make laws   check the laws on a corpus   (CORPUS=file)'
	@echo 'make derived  write the man page, the schema of cleaner.toml and ready.py, from code and cards'
	@echo 'make mine   rank what a corpus repeats   (CORPUS=file ARGS="--left …")'

$(READY): pyproject.toml src/cleaner/version.py
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $(READY)

demo: $(READY)
	@for seed in seeds/*.txt; do \
	  echo; echo "== $$seed"; \
	  $(BIN)/cleaner clean --diff "$$seed" || exit 1; \
	done
	@echo; echo "== $(firstword $(sort $(wildcard seeds/*.txt))), clean"
	@$(BIN)/cleaner clean $(firstword $(sort $(wildcard seeds/*.txt)))

# a folder of its own for what the tests write: what other runs left in the system's cannot fail this one
PYTEST = folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && $(BIN)/python -m pytest --quiet --basetemp="$$folder/t"

test: $(READY)
	@$(PYTEST) --numprocesses=auto

faults: $(READY)
	@$(PYTEST) -m faults

.venv/.lint: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[lint]'
	@touch .venv/.lint

lint: .venv/.lint
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

gold: $(READY)
	@$(BIN)/cleaner eval $(if $(GOLD),$(GOLD),$(SHARED)/gold/articles.jsonl)

gate: $(READY)
	@$(BIN)/python benchmarks/gate.py $(SHARED)/gold

laws: $(READY)
	@$(BIN)/python benchmarks/laws.py $(if $(CORPUS),$(CORPUS),$(SHARED)/corpus/articles.jsonl.gz)

mine: $(READY)
	@$(BIN)/python tools/mine.py $(if $(CORPUS),$(CORPUS),$(SHARED)/corpus/articles.jsonl.gz) $(ARGS)

man derived: $(READY)
	@$(BIN)/python tools/derived.py

clean:
	rm -rf .venv build dist .pytest_cache .hypothesis .mypy_cache .ruff_cache
