# The two commands of this project: `make run` and `make test`. Everything else serves them.
PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
# Every command starts a Python: without its bytecode kept each would compile two thousand files anew (2 s).
unexport PYTHONDONTWRITEBYTECODE
# more for pytest, bench or screenshots: make test ARGS='-k ledger'
ARGS ?=

# Which Python, and what to say where there is none that will do.
CHECK_PYTHON = $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	{ echo "需要 Python 3.11 或更新版本：请安装，或用 make $@ PYTHON=/路径/python3.11 指定。" >&2; exit 1; }
CHECK_VENV = $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	{ echo "这个 Python 缺少 venv 模块：请安装（例如 apt-get install python3-venv）后重试。" >&2; exit 1; }
# uv is ten times faster; pip also follows a mirror set in pip.conf, which uv does not read.
INSTALL = VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install -q --require-hashes -r $(1) \
	|| { echo "改用 pip 安装依赖……" >&2; $(BIN)/python -m pip install -q --require-hashes -r $(1); } \
	|| { echo "安装依赖失败：请确认软件包源可以访问（pip 的 index-url 或 UV_DEFAULT_INDEX）。" >&2; exit 1; }
INSTALL_SELF = VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install -q --no-deps --no-build-isolation --offline -e .

.PHONY: run dev test lint bench bundle screenshots venv venv-run lock

run: $(VENV)/.run
	@exec $(BIN)/ecoduty serve --demo --tied

# The same with what is edited taken over at once; one process, errors shown in full.
dev: $(VENV)/.dev
	@exec $(BIN)/ecoduty serve --demo --tied --reload

test: $(VENV)/.dev
	@$(BIN)/python -m tests.browser.provision >/dev/null
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal $(ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tests.migrations_in_step
	$(BIN)/ecoduty codes --check
	$(BIN)/ecoduty docs --check

bench: $(VENV)/.dev
	$(BIN)/python -m bench $(ARGS)

# One archive that installs without a network, for x86_64 and aarch64: dist/ecoduty-VERSION.tar.gz
bundle: $(VENV)/.dev
	@$(BIN)/python deploy/bundle.py $(ARGS)

screenshots: $(VENV)/.dev
	$(BIN)/python -m tests.screenshots $(ARGS)

venv: $(VENV)/.dev

venv-run: $(VENV)/.run

$(BIN)/uv:
	@$(CHECK_PYTHON)
	@$(CHECK_VENV)
	@echo "正在建立 Python 环境……" >&2
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --retries 2 --disable-pip-version-check uv==$(UV_VERSION) || \
		{ echo "取不到安装工具 uv：请确认网络，或用 pip config set global.index-url 指定可以访问的软件包源。" >&2; exit 1; }

$(VENV)/.run: requirements.txt pyproject.toml | $(BIN)/uv
	@$(call INSTALL,requirements.txt)
	@$(INSTALL_SELF)
	@touch $@

$(VENV)/.dev: requirements-dev.txt pyproject.toml | $(BIN)/uv
	@$(call INSTALL,requirements-dev.txt)
	@$(INSTALL_SELF)
	@touch $@ $(VENV)/.run

# Hash-locked, for every platform, naming no registry.
lock: | $(BIN)/uv
	$(BIN)/uv pip compile -q --universal --no-header --generate-hashes --python-version 3.11 pyproject.toml --group build -o requirements.txt
	$(BIN)/uv pip compile -q --universal --no-header --generate-hashes --python-version 3.11 pyproject.toml --group build --group dev -c requirements.txt -o requirements-dev.txt
