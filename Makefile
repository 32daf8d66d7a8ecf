# Every target sets itself up. PYTHON names another Python, VENV another place for the environment, PORT another
# port, VAR_DIR another place for what is made while running.
PYTHON ?= python3
VENV ?= .venv
PY = $(VENV)/bin/python
export VENV

.PHONY: help setup run test test-long lint audit lock clean

help:
	@echo "make run        the portal with a demo school, on http://localhost:8000"
	@echo "make test       the whole suite"
	@echo "make test-long  the suite at full size"
	@echo "make lint       style, types, templates, imports, translations, migrations, settings, secrets"
	@echo "make audit      known weaknesses in the packages (needs the network)"
	@echo "make lock       the lock files again (UPGRADE=1 for newer packages)"
	@echo "make clean      removes all that was made, the demo's database too"

setup:
	@$(PYTHON) tools/bootstrap.py

run: setup
	@$(PY) -m tools.run

test: setup
	@$(PY) -m tools.test

test-long: setup
	@MEERPAAL_LONG=1 $(PY) -m tools.test

lint: setup
	@$(PY) -m tools.lint

audit: setup
	@$(PY) -m venv var/audit
	@var/audit/bin/python -m pip install --quiet --require-hashes -r requirements-audit.lock
	@var/audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements.lock

lock: setup
	@tools/lock.sh

clean:
	@if [ -x $(PY) ]; then $(PY) -m tools.clean; fi
	@rm -rf $(VENV) $(VENV).lock .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find . -name django.mo -type f -delete
