# Two commands do all:  make demo  (see it work)   make test  (what CI runs)
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

# The tests start hundreds of processes, and each would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint types unit thorough churn databases bench examples contracts coverage clean

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(STAMP)
	@echo "--- hcl-lint terraform_examples/same_account"
	@$(BIN)/hcl-lint terraform_examples/same_account
	@PATH="$(abspath $(BIN)):$$PATH" terraform_examples/demo.sh

test: lint types unit

lint: $(STAMP)
	$(BIN)/ruff check .
	@# PLR0917 (at most six positional arguments) is a preview rule; preview as a whole would change others
	$(BIN)/ruff check --preview --select PLR0917 .
	$(BIN)/ruff format --check .
	$(BIN)/hcl-lint terraform_examples

types: $(STAMP)
	$(BIN)/mypy

# Seven at a time on any machine: the end-to-end tests mostly wait for the provider, five of them at once.
unit: $(STAMP)
	$(BIN)/pytest -n 7 --dist loadgroup

# The same tests with all examples of the costliest property tests; `make test` tries a quarter of them.
thorough: $(STAMP)
	TFMOCK_THOROUGH_TESTS=1 $(BIN)/pytest -n 7 --dist loadgroup

# Writers, deletes, resets, restarts and kill -9 on one state file and one Redis: ten minutes and more.
ROUNDS ?= 200
churn: $(STAMP)
	TFMOCK_CHURN_ROUNDS=$(ROUNDS) $(BIN)/pytest -m slow tests/storage/test_churn.py

# The landing zone with its databases, which the provider itself waits for: about 11 minutes.
databases: $(STAMP)
	TFMOCK_WITH_DATABASES=1 $(BIN)/pytest -m slow tests/terraform/test_landing_zone.py

bench: $(STAMP)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev,bench]'
	$(BIN)/python -m benchmarks.server

# Which types are emulated, CRUD or none: after a change to descriptors, tfmock/services/emulated_types.py or the data.
coverage: $(STAMP)
	$(BIN)/python -m tools.coverage

# The provider's documented examples that converged once must still converge, and with ARGS=--imports those in imports.txt
# be imported. PROVIDER is a checkout of the provider, ARGS more of the command line (benchmarks/README.md):
# make examples PROVIDER=../provider ARGS='--sample 40 --seed 7 --update'
examples: $(STAMP)
	@test -n "$(PROVIDER)" || { echo "make examples PROVIDER=<checkout of terraform-provider-alicloud>" >&2; exit 2; }
	$(BIN)/python -m benchmarks.examples --provider-docs "$(PROVIDER)" --account benchmarks/account.yaml --ratchet benchmarks/examples.txt \
		--import-ratchet benchmarks/imports.txt $(ARGS)

# What the provider sends and reads, anew from a checkout of it (docs/crud-data.md). Needs Go. VENDOR is where its SDKs
# are; without it: PROVIDER/vendor or Go's module cache. SCHEMAS is a folder with since.json and
# provider_schema_<version>.json; with it hcl-lint's schema files are written, too (tools/contracts/README.md).
CONTRACTS ?= build/contracts
contracts: $(STAMP)
	@test -f "$(PROVIDER)/alicloud/provider.go" || { echo "make contracts PROVIDER=<checkout of terraform-provider-alicloud>" >&2; exit 2; }
	@rm -rf $(CONTRACTS) && mkdir -p $(CONTRACTS)/bin
	cd tools/contracts && go build -o $(abspath $(CONTRACTS))/bin/ ./...
	$(CONTRACTS)/bin/sdkindex $(PROVIDER) $(CONTRACTS)/sdk.json $(VENDOR)
	$(CONTRACTS)/bin/extract $(PROVIDER) $(CONTRACTS)/sdk.json $(CONTRACTS)
	$(BIN)/python -m tools.contracts.pack $(CONTRACTS) $$(sed -n 's/^## \([0-9][0-9.]*\).*/\1/p' $(PROVIDER)/CHANGELOG.md | head -n 1)
	@if [ -n "$(SCHEMAS)" ]; then cp "$(SCHEMAS)"/since.json "$(SCHEMAS)"/provider_schema_*.json $(CONTRACTS)/ && \
	$(BIN)/python -m tools.contracts.schema $(CONTRACTS) $$(sed -n 's/^## \([0-9][0-9.]*\).*/\1/p' $(PROVIDER)/CHANGELOG.md | head -n 1); fi
	$(BIN)/python -m tools.coverage

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info
