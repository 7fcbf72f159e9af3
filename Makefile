# Two commands matter: `make demo` and `make test`. Each sets itself up in .venv; nothing else on the machine is touched.
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2

.PHONY: demo test check setup dev browser accuracy screenshots clean

demo: .venv/.ready
	$(BIN)/offing demo

test: .venv/.dev
	$(BIN)/python -m pytest -n $(WORKERS)

check: .venv/.dev
	$(BIN)/ruff check src tests tools
	$(BIN)/ruff format --check src tests tools
	$(BIN)/mypy
	$(BIN)/lint-imports

setup: .venv/.ready

dev: .venv/.dev

.venv/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.venv/.dev: .venv/.ready requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.lock
	touch $@

# The browser tests and the pictures need Chromium; without it the tests are skipped and say so.
browser:
	@command -v chromium >/dev/null 2>&1 || { apt-get update -qq && apt-get install -qq -y chromium poppler-utils >/dev/null; }

# DATA=... names a folder with gold.json beside its pages, or one that holds the sets (seeds/, data/); the example is always measured.
accuracy: .venv/.ready
	$(BIN)/offing eval accuracy $(DATA) --out docs/accuracy.md

screenshots: .venv/.ready browser
	$(BIN)/python tools/take_screenshots.py

clean:
	rm -rf .venv out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
