# The commands of this project; CONTRIBUTING.md says what each is for. Every target is safe to run again.

PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/stamps
MANAGE := $(BIN)/python manage.py
CATALOGUES := $(patsubst %.po,%.mo,$(shell find locale -name '*.po' 2>/dev/null))
STATIC_SOURCES := $(shell find static -type f 2>/dev/null) $(wildcard dtscore/finders.py)
DATABASE_SOURCES := $(shell find fixtures provinces indicators -name '*.csv' -o -name '*.py')
DATABASE_FILE := $(shell stat --format=%i-%W db.sqlite3 2>/dev/null)
TEMPLATES := $(shell find templates -name '*.html' 2>/dev/null)
# pip and uv both read this list, so that pyproject.toml stays the only place that names packages.
REQUIREMENTS = $(BIN)/python -c 'import tomllib; project = tomllib.load(open("pyproject.toml", "rb")); print(*$(1), sep="\n")'

# Python keeps what it compiled, even where a container tells it not to: each run of the tests, each worker of
# the server and each process that a test starts would compile all modules anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run setup ready test test-sqlite test-indicators test-admin test-site test-browser test-postgresql check fix messages pictures
.DELETE_ON_ERROR:

run: ready
	@echo "http://127.0.0.1:$(PORT)"
	@exec $(BIN)/granian --interface wsgi --host 127.0.0.1 --port $(PORT) \
	  --workers 2 --blocking-threads 4 --no-ws --log-level warning dtscore.wsgi:application

setup: ready $(STAMPS)/development

# All that the site needs before it is served.
ready: $(STAMPS)/runtime .env $(CATALOGUES) staticfiles/staticfiles.json $(STAMPS)/database

test: $(STAMPS)/runtime $(STAMPS)/development $(STAMPS)/npm $(CATALOGUES)
	@deploy/apt-packages.sh
	@echo "Five runs side by side; each is shown when it ends."
	@$(MAKE) --no-print-directory --jobs=5 --output-sync=target test-browser test-postgresql test-sqlite

test-sqlite: test-site test-indicators test-admin

test-indicators test-admin test-site test-browser test-postgresql: PYTEST := $(BIN)/python -m pytest
# Three runs, so that no core waits for the other at the end.
test-indicators:
	$(PYTEST) --database=sqlite -m "not browser" tests/indicators --ignore=tests/indicators/admin

test-admin:
	$(PYTEST) --database=sqlite -m "not browser" tests/indicators/admin

test-site:
	$(PYTEST) --database=sqlite -m "not browser" --ignore=tests/indicators

test-browser:
	$(PYTEST) --database=sqlite -m browser

test-postgresql:
	$(PYTEST) --database=postgresql

check: $(STAMPS)/runtime $(STAMPS)/development .env $(CATALOGUES)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@$(if $(TEMPLATES),$(BIN)/djade --target-version 5.2 --check $(TEMPLATES))
	@$(if $(TEMPLATES),$(BIN)/djhtml --tabwidth 2 --check $(TEMPLATES))
	$(BIN)/lint-imports
	DATABASE_URL=sqlite://:memory: $(MANAGE) makemigrations --check
	$(MANAGE) check

fix: $(STAMPS)/runtime $(STAMPS)/development
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	@$(if $(TEMPLATES),$(BIN)/djade --target-version 5.2 $(TEMPLATES); $(BIN)/djhtml --tabwidth 2 $(TEMPLATES))

messages: $(STAMPS)/runtime .env
	$(MANAGE) extract_messages

pictures: ready $(STAMPS)/development
	$(MANAGE) picture_guide

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed. Another one is chosen by: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@if $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then $(PYTHON) -m venv --clear .venv; \
	  elif command -v uv >/dev/null; then uv venv --quiet --clear --python $(PYTHON) .venv; \
	  else echo "This Python cannot make a virtual environment. Install the package for it: apt-get install python3-venv"; exit 1; fi
	@mkdir -p $(STAMPS) && touch $@

# $(1): where the names stand in pyproject.toml, $(2): the file for them.
define install
	@$(call REQUIREMENTS,$(1)) > $(2)
	@echo "Installing the packages of $(2)"
	@if command -v uv >/dev/null; then uv pip install --quiet --python $(BIN)/python -c constraints.txt -r $(2); \
	  else $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -r $(2); fi
	@touch $@
endef

$(STAMPS)/runtime: pyproject.toml constraints.txt | $(STAMPS)/venv
	$(call install,project["project"]["dependencies"],.venv/runtime.txt)

$(STAMPS)/development: pyproject.toml constraints.txt | $(STAMPS)/runtime
	$(call install,project["dependency-groups"]["dev"],.venv/development.txt)

# npm is optional: without it the browser gets the larger chart script that stands in the plotly package.
$(STAMPS)/npm: package.json package-lock.json | $(STAMPS)/venv
	@if command -v npm >/dev/null; then npm ci --silent --ignore-scripts || echo "npm could not install; going on without it."; fi
	@touch $@

# Written once: it holds the key of this installation.
.env: | $(STAMPS)/venv
	@umask 077; $(BIN)/python -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50))' > $@
	@echo "ALLOWED_HOSTS=127.0.0.1,localhost" >> $@
	@echo "# This machine serves itself without a certificate; take the line out where HTTPS stands in front." >> $@
	@echo "DTSCORE_HTTPS=off" >> $@

# What is in the database is known only of the SQLite file that this rule filled itself; any other is looked at anew.
ifneq ($(DATABASE_URL)$(shell grep -s '^DATABASE_URL=' .env)$(DATABASE_FILE),$(shell cat $(STAMPS)/database 2>/dev/null))
.PHONY: $(STAMPS)/database
endif
# The packages bring migrations too.
$(STAMPS)/database: $(DATABASE_SOURCES) $(STAMPS)/runtime .env
	@$(MANAGE) prepare
	@stat --format=%i-%W db.sqlite3 > $@ 2>/dev/null || true

%.mo: %.po | $(STAMPS)/runtime
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

staticfiles/staticfiles.json: $(STATIC_SOURCES) $(STAMPS)/npm $(STAMPS)/runtime | .env
	@$(MANAGE) collectstatic --no-input --clear --verbosity 0
