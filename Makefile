# make demo         the demo shop on http://127.0.0.1:$(PORT); FRESH=1 starts it anew
# make test         the tests, against the package as it ships; ARGS="-k notice" passes arguments
# make check        formatting, lint, types
# make bench        the measurements in tests/bench_*.py; BENCH=tests/bench_x.py takes one
# make messages     bring the .pot and .po files up to date with the sources
# make catalogues   compile the .po files to .mo
# make clean        remove what the other targets made, but for the demo's data

PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
JOBS ?= $(shell nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)
ARGS ?=
BENCH ?= $(wildcard tests/bench_*.py)

BIN := $(VENV)/bin
STATE := $(VENV)/.make
SHIPPED := LICENSE MANIFEST.in README.md pyproject.toml setup.cfg plugin templates migrations
EXTRACT := --no-default-keywords --omit-header --no-wrap --add-location file --sort-by-file
WORDS := -k t -k n:1,2 -k p:1c,2 -k serum_t -k serum_n:1,2
UPDATE := --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date \
	-d plugin/locale
comma := ,
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Installs from a copy: building in the checkout leaves build/ behind, from which a deleted module
# comes back in the next wheel.
define install
	@echo "Installing Flask-Serum$(1) into $(VENV)"
	@rm -rf $(STATE)/copy && mkdir $(STATE)/copy && cp -R $(SHIPPED) $(STATE)/copy
	@$(PIP) install --no-build-isolation '$(STATE)/copy$(1)'
	@rm -rf $(STATE)/copy
	@touch $(STATE)/package
endef

.PHONY: demo test check bench messages catalogues clean
.NOTPARALLEL:

demo: $(STATE)/package
	@mkdir -p instance
	@PYTHONUNBUFFERED=1 $(BIN)/python -m flask_serum.demo --port $(PORT) \
		--data instance/demo.sqlite $(if $(filter-out 0,$(FRESH)),--fresh)

test: $(STATE)/test $(STATE)/package
	@sh .ci/chromium
	$(BIN)/pytest -n $(JOBS) --dist worksteal $(ARGS)

check: $(STATE)/dev $(STATE)/package
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(STATE)/test $(STATE)/package
	@if [ -z "$(strip $(BENCH))" ]; then echo "There is no tests/bench_*.py to run." >&2; exit 1; fi
	@set -e; for each in $(BENCH); do echo "== $$each"; $(BIN)/python $$each $(ARGS); done

messages: $(STATE)/package
	$(BIN)/pybabel --quiet extract -F plugin/locale/babel.cfg $(EXTRACT) $(WORDS) -o plugin/locale/serum.pot .
	$(BIN)/pybabel --quiet extract $(EXTRACT) -k _ -o plugin/locale/notice.pot plugin/core/notice.py
	$(BIN)/pybabel --quiet update $(UPDATE) -D serum -i plugin/locale/serum.pot
	$(BIN)/pybabel --quiet update $(UPDATE) -D notice -i plugin/locale/notice.pot

catalogues: $(STATE)/package
	$(BIN)/pybabel compile --statistics -D serum -d plugin/locale
	$(BIN)/pybabel compile --statistics -D notice -d plugin/locale

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find plugin templates migrations tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(STATE)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Flask-Serum needs Python 3.11 or newer, and '$(PYTHON)' is" \
			"$$($(PYTHON) --version 2>&1). Name another: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Making $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install 'setuptools>=77'
	@mkdir -p $(STATE) && touch $@

# Sums, not times of change: they see a deleted file, and nothing is done when git only touched one.
$(STATE)/shipped: $(STATE)/venv FORCE
	@find $(SHIPPED) -type f ! -name '*.pyc' -exec cksum {} + | LC_ALL=C sort > $@.now
	@cmp -s $@.now $@ || cp $@.now $@

$(STATE)/declared: $(STATE)/venv FORCE
	@cksum setup.cfg pyproject.toml > $@.now
	@cmp -s $@.now $@ || cp $@.now $@

$(STATE)/package: $(STATE)/shipped
	$(call install)

$(STATE)/test: $(STATE)/declared | $(STATE)/shipped
	$(call install,[test])
	@touch $@

$(STATE)/dev: $(STATE)/declared | $(STATE)/shipped
	$(call install,[test$(comma)dev])
	@touch $@ $(STATE)/test

FORCE:
