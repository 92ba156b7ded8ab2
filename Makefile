# Two commands matter: `make run` and `make test`. Both set themselves up on a machine that has
# only Python 3.11 with venv, and make.

PY ?= python3
UV := .uv/bin/uv
UV_VERSION := 0.13.9
RAY_VERSION := 2.60.0
PYTHON := .venv/bin/python

export UV_SYSTEM_CERTS ?= 1

# Results are the same bits on any machine only if linear algebra runs on one thread;
# parallelism comes from the kernels and from sweeps.
run run-full app test test-cluster lint: export OMP_NUM_THREADS := 1
run run-full app test test-cluster lint: export OPENBLAS_NUM_THREADS := 1
run run-full app test test-cluster lint: export MKL_NUM_THREADS := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup app run run-full test cluster test-cluster peers lint lock clean distclean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.ok  ## the headline comparison, about two minutes on 2 cores (ARGS="key=value ..." overrides)
	$(PYTHON) -m experiments.compare $(ARGS)

run-full: .venv/.ok  ## the headline comparison at full size: more users, longer, more replications
	$(PYTHON) -m experiments.compare experiment=full $(ARGS)

test: lint  ## everything that must hold: style, types, dependence between packages, tests
	$(PYTHON) -m pytest --numprocesses auto --dist worksteal $(ARGS)

cluster: .venv/.ok  # Ray, beside the locked environment
	$(UV) pip install -q --python $(PYTHON) ray==$(RAY_VERSION)

test-cluster: cluster  ## one run over several machines of a Ray cluster, all on this one, also when one is lost
	$(PYTHON) -m pytest tests/reference/test_actors.py $(ARGS)

# Other systems, for `python -m experiments.benchmark only=peers`: each wants a Python and versions of its own.
peers: export PATH := $(PATH):$(subst $(eval ) ,:,$(wildcard $(HOME)/.pyenv/versions/*/bin))
peers: $(UV)  ## environments of T-RECS, RecSim, RecSim NG and Mesa in .peers (about 5 GB), to be measured beside this
	@for peer in trecs:3.8 recsim:3.8 recsim_ng:3.9 mesa:3.11; do \
		name=$${peer%:*}; home=.peers/$$name; \
		if $(UV) venv -q --no-project --allow-existing --python $${peer#*:} $$home \
			&& $(UV) pip sync -q --python $$home/bin/python experiments/benchmark/domain/$$name.txt \
			&& (cd $$home && bin/python -W ignore -c "import $$name" 2>/dev/null); \
		then echo "$$name: in $$home"; else rm -rf $$home; echo "$$name: could not be had"; fi; \
	done

lint: .venv/.ok  ## the static part of `make test`
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy sim
	.venv/bin/lint-imports

app: .venv/.ok  ## the comparison with sliders, in a browser on this machine
	$(PYTHON) -m experiments.app

setup: .venv/.ok  ## only create the environment, .venv

lock: $(UV)  ## resolve the dependencies of pyproject.toml again into requirements.lock
	$(UV) pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 --extra dev \
		--no-emit-index-url --no-header -o requirements.lock pyproject.toml

clean:  ## remove caches and builds; results under outputs/ and multirun/ stay
	rm -rf build dist .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache .grimp_cache .numba_cache
	find . \( -name .venv -o -name .uv -o -name .peers -o -name .git \) -prune -o -type d -name __pycache__ -exec rm -rf {} +

distclean: clean  ## clean, and remove the environments
	rm -rf .venv .uv .peers

$(UV):
	$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PY=python3.11")'
	$(PY) -m venv .uv
	.uv/bin/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)

.venv/.ok: $(UV) requirements.lock pyproject.toml
	$(UV) venv -q --allow-existing --python $(PY) .venv
	$(UV) pip sync -q --python $(PYTHON) --require-hashes requirements.lock
	$(UV) pip install -q --python $(PYTHON) --no-deps -e .
	@touch $@
