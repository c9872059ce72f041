# make run   serve the site          make test    everything that CI checks
# make lint  style and types only    make help    the rest
# Python 3.11 to 3.14 and make are all that `make run` needs; PYTHON=... names another Python.

.DEFAULT_GOAL := help
.PHONY: help run test lint format test-sqlite test-postgresql bench system messages pictures lock clean
.DELETE_ON_ERROR:
.NOTPARALLEL:

PYTHONS := $(PYTHON) python3.14 python3.13 python3.12 python3.11 python3 python
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --require-hashes
# Twice the cores that CI has, for browsers and servers are often waited for. In one order, so that
# two runs can be compared; any other holds too, and pytest by hand shuffles: it prints the seed.
PYTEST := $(BIN)/python -m pytest -n 4 --dist worksteal -p no:randomly
LOCK := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url

help:
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 18

run: .venv/installed ## install what is needed, make the site ready, serve it
	@$(BIN)/python manage.py quickstart $(FILES)

test: lint system test-sqlite test-postgresql ## style, types, and all tests on both databases

lint: .venv/installed-for-tests ## style, types, migrations and security settings
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	DATA_DIR=.venv/lint $(BIN)/python manage.py makemigrations --check --dry-run
	DATA_DIR=.venv/lint SITE_URL=https://study.example $(BIN)/python manage.py check --deploy --fail-level WARNING

format: .venv/installed-for-tests ## put the code in its usual form
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format

test-sqlite: .venv/installed-for-tests ## all tests, on SQLite
	$(PYTEST)

test-postgresql: .venv/installed-for-tests ## the tests that use a database, on a PostgreSQL of their own
	@if $(BIN)/python -m tests.pg; then \
		echo 'TEST_DATABASE=postgresql $(PYTEST)'; \
		TEST_DATABASE=postgresql $(PYTEST); \
	elif [ "$$CI" = true ]; then \
		echo '*** CI needs PostgreSQL, and there is none.' >&2; exit 1; \
	else \
		echo '*** SKIPPED: nothing was tested on PostgreSQL.' >&2; \
	fi

bench: .venv/installed-for-tests ## speed, and two hundred kills of the server while 2,000 questions are answered
	FAULT_ANSWERS=2000 FAULT_KILLS=200 $(BIN)/python -m pytest tests/browser/test_faults.py
	$(BIN)/python -m pytest tests/benchmarks --benchmark-enable

system: ## what tests need beyond Python: a browser, Chinese fonts, PostgreSQL, gettext
	@.ci/system

messages: .venv/installed-for-tests ## collect the strings to translate, compile the translations
	$(BIN)/python manage.py makemessages --locale zh_Hans --no-location --no-wrap --no-obsolete \
		--ignore .venv --ignore var --ignore tests
	$(BIN)/python manage.py compilemessages --locale zh_Hans --ignore .venv

pictures: .venv/installed-for-tests ## take the pictures of the README anew
	$(BIN)/python -m pytest tests/browser/take_pictures.py

lock: ## renew the lock files (needs uv and the network)
	$(LOCK) --upgrade --output-file requirements.lock
	$(LOCK) --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## remove what was installed and built; your data in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/installed: requirements.lock | .venv/bin/python
	$(PIP) --requirement requirements.lock
	@touch $@

.venv/installed-for-tests: requirements-dev.lock | .venv/bin/python
	$(PIP) --requirement requirements-dev.lock
	@touch $@ .venv/installed

.venv/bin/python:
	@for python in $(PYTHONS); do \
		"$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null || continue; \
		"$$python" -c 'import ensurepip, venv' 2>/dev/null || { lacking=$$python; continue; }; \
		echo "Making .venv with $$("$$python" --version)"; \
		"$$python" -m venv .venv && exit; \
		rm -rf .venv; exit 1; \
	done; \
	if [ -n "$$lacking" ]; then \
		echo "$$lacking has no venv module: install it (on Debian or Ubuntu: apt install python3-venv)." >&2; \
	else \
		echo 'Python 3.11 to 3.14 is needed and none was found in PATH; PYTHON=/path/to/python names one.' >&2; \
	fi; \
	exit 1
