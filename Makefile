# Twofold's commands. Each sets up first what is missing (tools/set_up.sh) and does nothing if all is there.
# Settings: PYTHON=python3.12 (which Python makes the environment), WORKERS=4 (parallel tests), PORT=8080
# (for serve), ARGS="-k backup" (handed on to pytest), TARGET=django_allauth (for product).

.DEFAULT_GOAL := help
.PHONY: help guide test test-long serve check products product prove torture clean setup
MAKEFLAGS += --no-print-directory

PYTHON ?=
WORKERS ?= 2
PORT ?= 8000
ARGS ?=
TARGET ?=
BIN := .venv/bin
# Tests start hundreds of processes: none compiles the sources anew, whatever the machine says. Git ignores the cache.
unexport PYTHONDONTWRITEBYTECODE
# A test that hangs (15 minutes) ends its worker, which prints where it stood; the run goes on, and is red.
NO_HANG := -o faulthandler_timeout=900 -o faulthandler_exit_on_timeout=true

# Runs one stage of `make test`; when it fails, says which one it was.
define stage
@echo "== $(1)"; $(2) || { status=$$?; echo "make test stopped at: $(1) (exit status $$status)" >&2; exit $$status; }
endef

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

guide: setup ## act the guide out against the bundled server, in a browser
	@$(BIN)/twofold guide $(ARGS)

test: setup ## run all that CI runs: format, lint, types, imports, the suite's own check, the tests
	$(call stage,format: ruff format --check .,$(BIN)/ruff format --check .)
	$(call stage,lint: ruff check .,$(BIN)/ruff check .)
	$(call stage,types: mypy,$(BIN)/mypy)
	$(call stage,imports: lint-imports --no-cache,$(BIN)/lint-imports --no-cache)
	$(call stage,suite: twofold check,$(BIN)/twofold check)
	$(call stage,tests: pytest -n $(WORKERS) --profile all -m "not long" $(NO_HANG),$(BIN)/pytest -n $(WORKERS) --profile all -m "not long" $(NO_HANG) $(ARGS))

test-long: setup ## the tests that `make test` leaves out: whole suites, products with bad habits, mishaps
	@$(BIN)/pytest tests -n $(WORKERS) -m long $(NO_HANG) $(ARGS)

serve: setup ## run the bundled server to click around in (PORT=8000)
	@mkdir -p .twofold
	@$(BIN)/python -m server --port $(PORT) --database sqlite:///.twofold/serve.sqlite

check: setup ## check the feature files against guide and steps, without a browser
	@$(BIN)/twofold check

products: setup ## set up the real products of targets/, each in an environment of its own
	@$(BIN)/python -m tools.products

product: setup ## set one of them up, act the guide out against it and report (TARGET=django_allauth)
	@test -n "$(TARGET)" || { echo "make product: name one: make product TARGET=django_allauth" >&2; exit 2; }
	@$(BIN)/python -m tools.products $(TARGET)
	@$(BIN)/twofold guide --target $(TARGET) $(ARGS)

prove: setup ## break the bundled server on purpose, defect by defect, and see who notices
	@$(BIN)/twofold prove $(ARGS)

torture: setup ## the bundled server under load and faults, hostile pages, bad input: ten minutes, and a table
	@$(BIN)/pytest tests/torture tests/guide/hostile --long --no-history -n 0 $(NO_HANG) $(ARGS)
	@$(BIN)/python -m tests.torture.fuzz

clean: ## remove what these commands made: environment, caches, reports, the served data
	@grep -q '^name = "twofold"' pyproject.toml || { echo "make clean: this is not Twofold's folder; nothing removed" >&2; exit 1; }
	@rm -rf .venv .twofold report test-results build twofold.egg-info
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name .git -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

setup: ## make the environment and find a browser (the other commands do so themselves)
	@sh tools/set_up.sh "$(PYTHON)"
