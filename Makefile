PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
SHARED ?= ../shared
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export OMP_NUM_THREADS = 1
# What one process compiled the next need not compile again, whatever the environment says: a third of a start.
export PYTHONDONTWRITEBYTECODE =

# uv installs in seconds what pip takes minutes for; where it cannot reach the registry, pip does it as it is set up to.
install = $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1) 2>/dev/null || \
	$(BIN)/pip install --quiet --require-hashes -r $(1)

# symilar, a part of pylint, ends with 0 whatever it found.
no_duplicates = awk '{print} /duplicates=/{none = /duplicates=0 /} END{exit !none}'

.PHONY: help demo test check types style bench bench-all bench-retrieval bench-attacks bench-hostile bench-versions \
	bench-ingest bench-patents bench-scale format lock

help: ## what this Makefile can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "ipsteward needs Python 3.11 or newer; set PYTHON=... to one."; exit 2; }
	@test -x $(BIN)/python || { echo "Making .venv ..."; $(PYTHON) -m venv .venv; }
	@echo "Installing what ipsteward needs (a minute or two the first time) ..."
	@sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.lock > .venv/uv.txt
	@$(BIN)/pip install --quiet --require-hashes -r .venv/uv.txt
	@$(call install,requirements.lock)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable . 2>/dev/null || \
		$(BIN)/pip install --quiet --no-deps --editable .
	@touch $@

.venv/ready-dev: requirements-dev.lock .venv/ready
	@echo "Installing what the checks need ..."
	@$(call install,requirements-dev.lock)
	@touch $@

demo: .venv/ready ## fill a sample centre and open the web chat
	@$(BIN)/ipsteward demo --port $(PORT)

# What one process compiles while it collects the tests, the others need not compile beside each other.
.venv/compiled: .venv/ready-dev
	@$(BIN)/python -m pytest --collect-only -qq > /dev/null 2>&1 || true
	@touch $@

test: .venv/compiled ## run the tests
	@$(BIN)/python -m pytest -n 4 --dist worksteal

check: .venv/ready-dev ## format, lint, types, import rules, duplicates, tests
	@$(MAKE) --no-print-directory --jobs=3 test types style

types: .venv/ready-dev
	@$(BIN)/pyrefly check --output-format min-text

style: .venv/ready-dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/symilar -d 10 $$(find assistant knowledge ingest bots evals -name '*.py') | $(no_duplicates)

# What needs the development data says so and is passed over where that is not beside the repository (SHARED).
with_data = @if test -d $(SHARED)/$(1); then echo "== $@"; $(2); else echo "== $@: no $(SHARED)/$(1), passed over"; fi

bench: .venv/ready-dev ## measure retrieval, attacks, hostile files; see docs/benchmarks.md
	@$(MAKE) --no-print-directory --keep-going bench-retrieval bench-attacks bench-hostile

bench-all: .venv/ready-dev ## and versions, ingest, patents, scale: an hour and more
	@$(MAKE) --no-print-directory --keep-going bench bench-versions bench-ingest bench-patents bench-scale

bench-retrieval: .venv/ready-dev
	$(call with_data,retrieval-dev,$(BIN)/python -m evals.bench)

bench-attacks: .venv/ready-dev
	$(call with_data,attacks,$(BIN)/ipsteward eval attacks --cases $(SHARED)/attacks/attacks.jsonl --world $(SHARED)/attacks/world.json --model obedient)

bench-hostile: .venv/ready-dev
	$(call with_data,hostile,$(BIN)/ipsteward eval hostile $(SHARED)/hostile)
	$(call with_data,pdf,$(BIN)/ipsteward eval hostile $(SHARED)/pdf)

bench-versions: .venv/ready-dev
	$(call with_data,corpus,$(BIN)/python -m evals.versions_bench)

bench-patents: .venv/ready-dev
	$(call with_data,patents,$(BIN)/python -m evals.patents_bench)

bench-ingest: .venv/ready-dev
	@echo "== $@"; $(BIN)/python -m evals.ingest_bench

bench-scale: .venv/ready-dev
	@echo "== $@"; $(BIN)/python -m evals.scale_bench

format: .venv/ready-dev ## put the code into shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: .venv/ready-dev ## resolve the dependencies anew
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
