# Everything sets itself up: a virtual environment in .venv, with this checkout installed in it.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
SHARED ?= ../shared

.PHONY: help demo test faults mutants lint gold gate laws mine derived man bench startup growth memory fuzz clean

help:
	@echo 'make demo   clean the articles in seeds/ and show what went'
	@echo 'make test   run the tests'
	@echo 'make faults kill, fill, hang: some minutes of it'
	@echo 'make mutants flip random conditions, list what no test notices (ARGS="--count 60 --seed 1")'
	@echo 'make lint   style and types'
	@echo 'make gold   score on labelled articles   (GOLD=file)'
	@echo 'make gate   fail where a figure is under its floor in gate.toml'
	@echo 'make laws   check the laws on a corpus   (CORPUS=file)'
	@echo 'make bench  speed beside what others use (CORPUS=file PAGES=file ARGS="…"; docs/performance.md)'
	@echo 'make startup what one article by pipe costs, and which imports'
	@echo 'make growth time against size, rules, languages, documents, workers (CORPUS=file ARGS="…")'
	@echo 'make memory of each process in a long run (CORPUS=file ARGS="--gigabytes 2 -j 2")'
	@echo 'make fuzz   repair against ftfy, a million lines (CORPUS=file ARGS="…")'
	@echo 'make derived write what is made from code and cards: man page, schema, ready.py'
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

mutants: $(READY)
	@$(BIN)/python tools/mutants.py $(ARGS)

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

.venv/.bench: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]' || \
	  echo 'bench: some peers could not be installed, and will be missing'
	@touch .venv/.bench

bench: .venv/.bench
	@$(BIN)/python benchmarks/bench.py $(if $(CORPUS),--corpus $(CORPUS)) $(if $(PAGES),--pages $(PAGES)) $(ARGS)

growth memory: $(READY)
	@$(BIN)/python benchmarks/$@.py $(if $(CORPUS),--corpus $(CORPUS)) $(ARGS)

fuzz: $(READY)
	@$(BIN)/python benchmarks/fuzz_repair.py $(if $(CORPUS),--corpus $(CORPUS)) $(ARGS)

startup: $(READY)
	@$(BIN)/python benchmarks/startup.py $(ARGS)

man derived: $(READY)
	@$(BIN)/python tools/derived.py

clean:
	rm -rf .venv build dist .pytest_cache .hypothesis .mypy_cache .ruff_cache
