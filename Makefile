# `make` lists what there is. The first target that needs .venv creates it; PYTHON=... chooses the
# interpreter. Wants GNU make 3.81 or later, git, and Python 3.11 or later; uses uv where it is.

VENV  := .venv
BIN   := $(VENV)/bin
READY := $(VENV)/.ready

# `make new-rule FAMILY/NAME` is `make new-rule RULE=FAMILY/NAME`: the second goal does nothing.
ifeq ($(firstword $(MAKECMDGOALS)),new-rule)
RULE := $(strip $(foreach goal,$(MAKECMDGOALS),$(if $(findstring /,$(goal)),$(goal))))
ifneq ($(RULE),)
.PHONY: $(RULE)
$(RULE): ; @:
endif
endif

.PHONY: help
help:
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(READY) ## check examples/shop and show the findings
	@$(BIN)/dralint check examples/shop || test $$? -eq 1

.PHONY: test
test: $(READY) ## run every test (ARGS="-k name" goes to pytest)
	@$(BIN)/python -m pytest -n auto $(ARGS)

.PHONY: lint
lint: $(READY) ## check format, style, types, layers and duplicated code
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pylint dralint rules tests tools

.PHONY: format
format: $(READY) ## format the code and mend what ruff can mend
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

.PHONY: docs
docs: $(READY) ## write the generated pages of docs/ anew
	@$(BIN)/python tools/docs.py

.PHONY: site
site: $(READY) ## build the documentation as a site, build/site
	@$(BIN)/mkdocs build --strict --quiet

.PHONY: new-rule
new-rule: $(READY) ## start a rule: make new-rule FAMILY/NAME
	@$(BIN)/python tools/new_rule.py $(RULE)

.PHONY: bench
bench: $(READY) ## measure (benchmarks/)
	@$(BIN)/python benchmarks/run.py $(ARGS)

.PHONY: fuzz
fuzz: $(READY) ## feed broken code to the analyser, an hour at most (ARGS="--inputs 2000")
	@$(BIN)/python tools/fuzz.py $(ARGS)

.PHONY: clean
clean: ## remove what was built and cached; .venv and .tools stay
	@rm -rf build dist dralint.egg-info .dralint_cache .mypy_cache .pytest_cache .ruff_cache \
		.import_linter_cache .hypothesis
	@find dralint rules tests tools benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# The first Python of the list that runs, is new enough and can make environments. A name on the
# path proves nothing: pyenv has shims for versions that are not switched on, and Debian's python3
# comes without ensurepip.
define find_python
for python in $(PYTHON) python3.14 python3.13 python3.12 python3.11 python3; do \
	if "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then break; fi; \
	python=; \
done
endef

# A link to a Python that is gone makes the stamp worthless.
ifneq ($(shell test -x $(BIN)/python || echo gone),)
.PHONY: $(READY)
endif
$(READY): pyproject.toml
	@set -e; \
	if ! $(BIN)/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		rm -rf $(VENV); \
		if command -v uv >/dev/null; then \
			echo "Creating $(VENV) with uv"; \
			uv venv --quiet --seed --python "$(or $(PYTHON),>=3.11)" $(VENV); \
		else \
			$(find_python); \
			if [ -z "$$python" ]; then \
				echo "dralint needs Python 3.11 or later with venv (Debian: apt install python3-venv)" >&2; \
				exit 1; \
			fi; \
			echo "Creating $(VENV) with $$python"; \
			"$$python" -m venv $(VENV); \
		fi; \
	fi; \
	echo "Installing dralint and its tools into $(VENV)"; \
	if command -v uv >/dev/null; then \
		uv pip install --quiet --compile-bytecode --python $(BIN)/python --editable '.[dev]'; \
	else \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'; \
	fi; \
	$(BIN)/python -m compileall -q dralint rules  # as for any installed package: a start is faster
	@touch $@
