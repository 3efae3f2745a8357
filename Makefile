# Tour Exhibition Portal. `make run` and `make test` need only Python 3.11 or newer and make: no service, no root.

# The first Python that is new enough; `make run PYTHON=...` names another.
SUITABLE := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c '$(SUITABLE)' 2>/dev/null && echo "$$python" && break; done)
VENV ?= .venv
PORT ?= 8000
BIND ?= 127.0.0.1
export PORT BIND

MANAGE = $(VENV)/bin/python manage.py
WITH_VENV = PATH="$(abspath $(VENV))/bin:$$PATH"

.DEFAULT_GOAL := help
.PHONY: help environment development run stack test bench lint lock messages

help:
	@echo 'make run       start the portal on http://$(BIND):$(PORT)/ (PORT=8001, DEMO=0: without demonstration)'
	@echo 'make test      the whole suite; with DATABASE_URL and REDIS_URL also on PostgreSQL and Redis'
	@echo 'make stack     web, worker and beat against DATABASE_URL and REDIS_URL (DEMO=1: with demonstration)'
	@echo 'make bench     the benchmarks, side by side with their references'
	@echo 'make lint      style, types and migrations'
	@echo 'make lock      renew the locked requirements'
	@echo 'make messages  collect the strings for people and compile their translation (needs gettext)'

# $(call install,LOCK) installs a locked file when it is not the one installed last.
define install
	@[ -x $(VENV)/bin/pip ] || { \
		$(or $(PYTHON),false) -c '$(SUITABLE)' 2>/dev/null || { \
			echo 'Python 3.11 or newer is needed, and none was found. Name it: make run PYTHON=/path/to/python3' >&2; \
			exit 1; }; \
		echo 'Making $(VENV) ...'; $(PYTHON) -m venv $(VENV); }
	@cmp -s $(1) $(VENV)/$(1) || { \
		echo 'Installing $(1) ...'; \
		$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) \
		&& cp $(1) $(VENV)/$(1); }
endef

environment:
	$(call install,requirements.txt)

development:
	$(call install,requirements-dev.txt)

# $(call serve,PROCFILE) runs the processes of a Procfile. Ctrl-C or SIGTERM ends them all, with exit code 0.
define serve
	@trap 'kill -TERM "$$all" 2>/dev/null' INT TERM; \
	$(WITH_VENV) honcho -e /dev/null -f $(1) start --no-prefix --no-colour & all=$$!; \
	wait "$$all"; code=$$?; \
	while kill -0 "$$all" 2>/dev/null; do wait "$$all"; code=$$?; done; \
	case $$code in 130|143) exit 0;; *) exit $$code;; esac
endef

run: environment
	@$(MANAGE) prepare --address $(BIND):$(PORT) $(if $(filter 0,$(DEMO)),--without-demonstration)
	$(call serve,Procfile.embedded)

stack: environment
	@$(MANAGE) prepare --address $(BIND):$(PORT) $(if $(filter 1,$(DEMO)),--with-accounts,--without-demonstration)
	$(call serve,Procfile)

test: development
	@$(VENV)/bin/python -m pytest -n auto --dist loadgroup $(ARGUMENTS)

bench: development
	@$(VENV)/bin/python -m benchmarks $(ARGUMENTS)

lint: development
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(MANAGE) makemigrations --check --dry-run

lock: development
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links requirements.in --output-file requirements.txt $(ARGUMENTS)
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --constraints requirements.txt requirements-dev.in \
		--output-file requirements-dev.txt $(ARGUMENTS)

messages: environment
	$(MANAGE) makemessages --locale zh_Hans --no-obsolete --no-wrap --no-location \
		--ignore '$(VENV)/*' --ignore 'var/*' --ignore '*/tests/*' --ignore 'benchmarks/*'
	$(MANAGE) compilemessages --locale zh_Hans --ignore '$(VENV)/*' --ignore 'var/*'
