# Everything starts here. A machine needs python3 (3.11 or newer), make and git; the rest is fetched once.
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .uv/uv)
export UV_PYTHON_DOWNLOADS = never
export UV_PYTHON_PREFERENCE = only-system
# Certificates of the machine, as Python itself uses them (a newsroom's proxy may have its own).
export UV_SYSTEM_CERTS = 1
export UV_NATIVE_TLS = 1
RUN = .venv/bin/python

.PHONY: run test lint format bench fuzz semantic picture clean

run: .venv/runtime  ## the bot where CLAIMDESK_TOKEN is set, else the chat in this terminal
	@$(RUN) -m bot start

test: .venv/dev  ## every test, on SQLite and on a real PostgreSQL
	$(RUN) -m pytest -n 2 $(ARGS)

lint: .venv/dev  ## style, types, import rules
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

format: .venv/dev
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

bench: .venv/bench  ## quality and speed, beside other tools; see benchmarks/README.md
	$(RUN) -m benchmarks $(ARGS)

fuzz: .venv/dev  ## the property tests, for much longer
	HYPOTHESIS_PROFILE=fuzz $(RUN) -m pytest -n 2 -k "property or fuzz" $(ARGS)

semantic: .venv/runtime pyproject.toml uv.lock  ## what CLAIMDESK_EMBEDDER needs to run a model
	@$(UV) sync --frozen --quiet --inexact --no-default-groups --extra semantic --python $(PYTHON) >&2

picture: .venv/dev  ## draws the conversation of the README from the local chat
	$(RUN) -m scripts.picture

clean:
	rm -rf .venv .uv

# uv from the machine, or fetched by hash. Quiet, and to standard error: make run < article.txt prints claims.
.uv/uv: scripts/get_uv.py
	@$(PYTHON) scripts/get_uv.py .uv

.venv/runtime: pyproject.toml uv.lock $(filter .uv/uv,$(UV))
	@$(UV) sync --frozen --quiet --inexact --no-default-groups --python $(PYTHON) >&2 && touch $@

.venv/dev: pyproject.toml uv.lock $(filter .uv/uv,$(UV))
	@$(UV) sync --frozen --quiet --inexact --python $(PYTHON) >&2 && touch $@ .venv/runtime

.venv/bench: pyproject.toml uv.lock $(filter .uv/uv,$(UV))
	@$(UV) sync --frozen --quiet --inexact --group bench --python $(PYTHON) >&2 && touch $@ .venv/runtime
