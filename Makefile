# Everything sets itself up: a virtual environment in .venv, with this checkout installed in it.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# Articles and labels that lie outside of this repository; without them the targets below use the project's own texts
SHARED ?= ../shared
CORPUS ?= $(wildcard $(SHARED)/corpus/articles.jsonl.gz)
PAGES ?= $(wildcard $(SHARED)/gold/pages.jsonl.gz)
GOLD ?= $(wildcard $(SHARED)/gold/articles.jsonl)

# What the line model learns from
LABELLED ?= $(wildcard $(addprefix $(SHARED)/gold/,articles.jsonl articles-2.jsonl articles-3.jsonl pages-as-text.jsonl.gz \
  pages.jsonl.gz pages-2.jsonl.gz))

# $(call need,TARGET,VARIABLE,FILE): say in one line that FILE is missing, unless VARIABLE names another
define need
@$(if $($2),:,echo "$1: $(SHARED)/$3 is missing (set $2=FILE to use another); using the project's own texts" >&2)
endef

# Hundreds of processes start from these sources; compiling them anew each time doubles the time of a start
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo test faults mutants lint gold model cv gate page-coverage laws same agreement mine disagreements site derived man bench startup serve-load growth memory fuzz fuzz-inputs clean

# $(call need_labels,TARGET): stop if there is nothing to train on
define need_labels
@$(if $(LABELLED),:,echo "$1: $(SHARED)/gold is missing (set SHARED=FOLDER, or LABELLED=FILES to train on others)" >&2; exit 1)
endef

help:
	@echo 'make demo     clean the articles in seeds/ and show each diff'
	@echo 'make test     run the tests'
	@echo 'make faults   run the slow tests: kills, full disks, hanging workers (minutes)'
	@echo 'make mutants  flip random conditions and list those that no test notices (ARGS="--count 60 --seed 1")'
	@echo 'make lint     check style and types'
	@echo 'make site     build the documentation as a site in build/site'
	@echo 'make derived  write the generated files: man page, schema, parts of docs/, _generated.py'
	@echo ''
	@echo 'make model    train the line model, write it and docs/explanation/model.md (SHARED=folder LABELLED="files")'
	@echo 'make cv       measure it on sites it has not seen              (SHARED=folder LABELLED="files")'
	@echo ''
	@echo 'Measurements. Each uses the texts in fixtures/ and seeds/ if the named file is missing.'
	@echo 'make gold     score cleaning on labelled articles           (GOLD=file ARGS="...")'
	@echo 'make gate     fail if a score is below its floor in gate.toml (SHARED=folder)'
	@echo 'make page-coverage  find paragraphs of pages that nothing accounts for (SHARED=folder ARGS="--worst 10")'
	@echo 'make laws     check the invariants on a corpus              (CORPUS=file ARGS="--limit 500")'
	@echo 'make same     compare the results of two versions           (CORPUS=file ARGS="-o before.jsonl")'
	@echo 'make agreement  compare counts of ledger, statistics and page (CORPUS=file)'
	@echo 'make mine     list the phrases that a corpus repeats        (CORPUS=file ARGS="--left")'
	@echo 'make disagreements  list where line model and rules disagree (CORPUS=file ARGS="--what doubted")'
	@echo 'make bench    compare speed with other programs             (CORPUS=file PAGES=file ARGS="...")'
	@echo 'make growth   measure time against size, rules, languages   (CORPUS=file ARGS="...")'
	@echo 'make memory   measure the memory of each process            (CORPUS=file ARGS="--gigabytes 2 -j 2")'
	@echo 'make fuzz     compare repair with ftfy on random lines      (CORPUS=file ARGS="--lines 10000")'
	@echo 'make fuzz-inputs  run the program on mutated inputs         (ARGS="--tries 20000 --seed 1")'
	@echo 'make serve-load  put a service under load, and stop it        (ARGS="--clients 200 --seconds 60")'
	@echo 'make startup  measure the start of the command              (ARGS="...")'

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

# The tests write to a folder of their own: files that other runs left behind cannot make them fail
PYTEST = folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && $(BIN)/python -m pytest --quiet --basetemp="$$folder/t"

test: $(READY)
	@$(PYTEST) --numprocesses=auto --dist=worksteal

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
	$(call need,gold,GOLD,gold/articles.jsonl)
	@$(BIN)/cleaner eval $(or $(GOLD),fixtures) --isolated $(ARGS)

.venv/.train: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[train]'
	@touch .venv/.train

model: .venv/.train
	$(call need_labels,model)
	@$(BIN)/cleaner train $(LABELLED) -o src/cleaner/scorer/line.model --card docs/explanation/model.md
	@$(BIN)/python tools/derived.py

cv: .venv/.train
	$(call need_labels,cv)
	@$(BIN)/cleaner train $(LABELLED) --cross-validate

gate: $(READY)
	@$(BIN)/python benchmarks/gate.py $(SHARED)/gold $(ARGS)

page-coverage: $(READY)
	@$(BIN)/python benchmarks/page_coverage.py $(if $(PAGES),$(SHARED)/gold/pages.jsonl.gz $(SHARED)/gold/pages-2.jsonl.gz) $(ARGS)

laws: $(READY)
	$(call need,laws,CORPUS,corpus/articles.jsonl.gz)
	@$(BIN)/python benchmarks/laws.py $(CORPUS) $(ARGS)

same: $(READY)
	$(call need,same,CORPUS,corpus/articles.jsonl.gz)
	@$(BIN)/python benchmarks/same_results.py $(CORPUS) $(ARGS)

agreement: $(READY)
	$(call need,agreement,CORPUS,corpus/articles.jsonl.gz)
	@$(BIN)/python benchmarks/agreement.py $(or $(CORPUS),seeds)

mine: $(READY)
	$(call need,mine,CORPUS,corpus/articles.jsonl.gz)
	@$(BIN)/python tools/mine.py $(CORPUS) $(ARGS)

.venv/.bench: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]' || \
	  echo 'bench: some peers could not be installed; the table marks them as missing'
	@touch .venv/.bench

bench: .venv/.bench
	$(call need,bench,CORPUS,corpus/articles.jsonl.gz)
	$(call need,bench,PAGES,gold/pages.jsonl.gz)
	@$(BIN)/python benchmarks/bench.py $(if $(CORPUS),--corpus $(CORPUS)) $(if $(PAGES),--pages $(PAGES)) $(ARGS)

growth memory: $(READY)
	$(call need,$@,CORPUS,corpus/articles.jsonl.gz)
	@$(BIN)/python benchmarks/$@.py $(if $(CORPUS),--corpus $(CORPUS)) $(ARGS)

fuzz-inputs: $(READY)
	@$(BIN)/python benchmarks/fuzz_inputs.py $(ARGS)

fuzz: $(READY)
	$(call need,fuzz,CORPUS,corpus/articles.jsonl.gz)
	@$(BIN)/python benchmarks/fuzz_repair.py $(if $(CORPUS),--corpus $(CORPUS)) $(ARGS)

serve-load: $(READY)
	@$(BIN)/python benchmarks/serve_load.py $(ARGS)

startup: $(READY)
	@$(BIN)/python benchmarks/startup.py $(ARGS)

man disagreements: $(READY)
	$(call need,disagreements,CORPUS,corpus/articles.jsonl.gz)
	@$(BIN)/python tools/disagreements.py $(CORPUS) $(ARGS)

.venv/.site: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	@touch .venv/.site

site: .venv/.site
	@$(BIN)/mkdocs build --quiet && echo build/site/index.html

derived: $(READY)
	@$(BIN)/python tools/derived.py

clean:
	rm -rf .venv build dist .pytest_cache .hypothesis .mypy_cache .ruff_cache
