# The two commands of this project: `make run` and `make test`. Everything else serves them.
PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test venv venv-run lock lint

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新版本（可用 make PYTHON=/路径/python3.11 指定）"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/.dev: requirements-dev.txt pyproject.toml | $(BIN)/uv
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install -q --require-hashes -r requirements-dev.txt
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install -q --no-deps --no-build-isolation -e .
	@touch $@

venv: $(VENV)/.dev

# Hash-locked, for every platform, naming no registry.
lock: | $(BIN)/uv
	$(BIN)/uv pip compile -q --universal --no-header --generate-hashes --python-version 3.11 pyproject.toml --group build -o requirements.txt
	$(BIN)/uv pip compile -q --universal --no-header --generate-hashes --python-version 3.11 pyproject.toml --group build --group dev -c requirements.txt -o requirements-dev.txt
