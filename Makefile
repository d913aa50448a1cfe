PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export OMP_NUM_THREADS = 1

# uv installs in seconds what pip takes minutes for; where it cannot reach the registry, pip does it as it is set up to.
install = $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1) 2>/dev/null || \
	$(BIN)/pip install --quiet --require-hashes -r $(1)

.PHONY: help demo test check types style bench format lock

help: ## what this Makefile can do
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "ipsteward needs Python 3.11 or newer; set PYTHON=... to one."; exit 2; }
	@test -x $(BIN)/python || { echo "Making .venv ..."; $(PYTHON) -m venv .venv; }
	@echo "Installing what ipsteward needs (a minute or two the first time) ..."
	@sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.lock > .venv/uv.txt
	@$(BIN)/pip install --quiet --require-hashes -r .venv/uv.txt
	@$(call install,requirements.lock)
	@$(BIN)/pip install --quiet --no-deps --editable .
	@touch $@

.venv/ready-dev: requirements-dev.lock .venv/ready
	@echo "Installing what the checks need ..."
	@$(call install,requirements-dev.lock)
	@touch $@

demo: .venv/ready ## fill a sample centre and open the web chat
	@$(BIN)/ipsteward demo --port $(PORT)

test: .venv/ready-dev ## run the tests
	@$(BIN)/python -m pytest -n 2 --dist worksteal

check: .venv/ready-dev ## format, lint, types, import rules, duplicates, tests
	@$(MAKE) --no-print-directory --jobs=3 test types style

types: .venv/ready-dev
	@$(BIN)/mypy

style: .venv/ready-dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/pylint --disable=all --enable=duplicate-code --min-similarity-lines=10 --ignore-imports=y --ignore-signatures=y assistant knowledge ingest bots evals

bench: .venv/ready-dev ## measure retrieval; see docs/benchmarks.md
	@$(BIN)/python -m evals.bench

format: .venv/ready-dev ## put the code into shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: .venv/ready-dev ## resolve the dependencies anew
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
