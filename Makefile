# Starling: every command a newcomer needs. `make help` lists them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
SWIFT ?= swift
RELEASE := .build/release
CALLER ?= fixtures/callers/lead
PORT ?= 3650
ADMIN_PORT ?= 3550
CALLS ?= 1000
RAMP ?= 20s
DURATION ?= 60s
LOAD ?=
SWEEP ?=
CHURN ?=
TORTURE ?=
STORAGE ?=
RUNS ?= 200
# Other work on the machine disturbs times of nanoseconds: what is missed in one run may pass in the next.
TRIES ?= 4
TURNS ?=
DRILLS ?=
SEED ?= 1
PROVIDERS ?=
SIM_ARGS ?=
PROVIDERS_PORT ?= 8443
PROVIDERS_ARGS ?=
BENCH := $(SWIFT) package --package-path Benchmarks --disable-sandbox benchmark
BENCH_RESULTS := Benchmarks/.build/results

.PHONY: help setup build demo serve test lint wer eval-build load churn overload sweep bench bench-test bench-storage \
  torture backup drills turns virtual vad-eval tsan providers providers-smoke vendors clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install what is missing: Debian packages and the speech models
	@.ci/install-packages
	@.ci/fetch-models

build: setup ## build release
	@echo "==> building release (the first time takes some minutes)"
	@$(SWIFT) build -c release --product starling 2>&1 | .ci/quiet-build
	@$(SWIFT) build -c release --product callsim 2>&1 | .ci/quiet-build

demo: build ## hold one real phone conversation on loopback and show it; PROVIDERS=simulated-cloud SIM_ARGS=
ifeq ($(PROVIDERS),simulated-cloud)
	@$(SWIFT) build -c release --product providersim 2>&1 | .ci/quiet-build
	@SIM_ARGS="$(SIM_ARGS)" .ci/demo-simulated-cloud $(RELEASE) --caller $(CALLER) --output demo
else
	@$(RELEASE)/starling demo --callsim $(RELEASE)/callsim --caller $(CALLER) --output demo
endif

serve: build ## run the engine and say how to point a Telnyx number at it
	@$(RELEASE)/starling serve --port $(PORT) --admin-port $(ADMIN_PORT)

lint: ## check the format of every source file
	@echo "==> swift format lint"
	@$(SWIFT) format lint --strict --parallel -r Package.swift Sources Tests \
	  Benchmarks/Package.swift Benchmarks/Benchmarks Benchmarks/Sources Benchmarks/Tests

test: setup lint ## run every test, and kill engine and database
	@echo "==> swift test (the first build takes some minutes)"
	@$(SWIFT) test --no-parallel --scratch-path .build-debug
	@echo "==> kill -9 under live calls, ten times"
	@.build-debug/debug/starling-eval torture --runs 10 --seed $(SEED)
	@echo "==> and PostgreSQL with it: killed, read-only, cut off, its disk full; then the journal's disk"
	@.build-debug/debug/starling-eval torture --database postgres --runs 4 --seed $(SEED)
	@.build-debug/debug/starling-eval torture --fault journal-disk-full --runs 2 --seed $(SEED)

eval-build: build
	@$(SWIFT) build -c release --product starling-eval 2>&1 | .ci/quiet-build

wer: eval-build ## word error rate through the whole engine
	@$(RELEASE)/starling-eval wer

turns: eval-build ## turn-taking on generated dialogues: cut-offs, waits, interruptions; TURNS="--short"
	@$(RELEASE)/starling-eval turns $(TURNS)

load: eval-build ## hold 1000 simulated calls and judge them; CALLS=, RAMP=, DURATION=, LOAD="--tls"
	@$(RELEASE)/starling-eval load --calls $(CALLS) --ramp $(RAMP) --duration $(DURATION) $(LOAD)

sweep: eval-build ## what calls cost from 50 to 2000: table and plot; SWEEP="--calls 50,500"
	@$(RELEASE)/starling-eval sweep --ramp $(RAMP) $(SWEEP)

churn: eval-build ## 20 000 short calls that end in every way, and what is left of them; CHURN="--calls 2000"
	@$(RELEASE)/starling-eval churn $(CHURN)

overload: eval-build ## twice the calls that fit one processor: those that were taken must not notice
	@$(RELEASE)/starling-eval overload

bench: setup ## time the hot paths beside floors of the same run; QUICK=1 for the short form, TRIES=4 runs at most
	@echo "==> building the benchmarks (the first time takes some minutes)"
	@mkdir -p $(BENCH_RESULTS) && rm -f $(BENCH_RESULTS)/run-*.json
	@$(SWIFT) build --package-path Benchmarks -c release --product ratio-check 2>&1 | .ci/quiet-build
	@for try in $$(seq $(TRIES)); do \
	  BENCH_QUICK=$(QUICK) $(BENCH) --no-progress --quiet --format jmh --path $(BENCH_RESULTS) \
	    >$(BENCH_RESULTS)/log 2>&1 || { cat $(BENCH_RESULTS)/log; exit 1; }; \
	  mv $(BENCH_RESULTS)/Current_run.jmh.json $(BENCH_RESULTS)/run-$$try.json; \
	  Benchmarks/.build/release/ratio-check Benchmarks/thresholds.txt $(BENCH_RESULTS)/run-*.json && exit 0; \
	  echo "==> run $$try of $(TRIES) at most: there are ratios that no run has met"; \
	done; exit 1

bench-test: setup ## test what judges the benchmarks
	@$(SWIFT) test --package-path Benchmarks --scratch-path Benchmarks/.build-debug

bench-storage: setup ## journal, SQLite and PostgreSQL beside floors of the same run; STORAGE="--year 8000000"
	@$(SWIFT) build -c release --product storage-bench 2>&1 | .ci/quiet-build
	@$(RELEASE)/storage-bench $(STORAGE)

virtual: setup ## the call machine in virtual time against everything that can go wrong; CALLS=10000000 SEED=1
	@$(SWIFT) build -c release --product callsim 2>&1 | .ci/quiet-build
	@$(RELEASE)/callsim --virtual --calls $(if $(filter file,$(origin CALLS)),100000,$(CALLS)) --seed $(SEED)

torture: eval-build ## kill -9 of the engine under 50 live calls: is anything lost? RUNS=200 SEED=1 TORTURE="--database postgres"
	@$(RELEASE)/starling-eval torture --runs $(RUNS) --seed $(SEED) $(TORTURE)

backup: eval-build ## backup under 50 live calls, loss, restore: what is lost, how soon does it serve?
	@$(RELEASE)/starling-eval backup

vendors: eval-build ## calls with simulated vendors: what they cost the engine; CALLS=300
	@$(SWIFT) build -c release --product providersim 2>&1 | .ci/quiet-build
	@$(RELEASE)/starling-eval vendors --calls $(if $(filter file,$(origin CALLS)),300,$(CALLS)) --ramp $(RAMP)

drills: eval-build ## every provider fails in every way at every moment of a call; DRILLS="--only cartesia:stall"
	@$(RELEASE)/starling-eval drills $(DRILLS)

vad-eval: setup ## voice activity: accuracy, latency and cost
	@$(SWIFT) build -c release --product starling-eval 2>&1 | .ci/quiet-build
	@$(RELEASE)/starling-eval vad

tsan: setup ## run the lock-free rings under the thread sanitizer
	@$(SWIFT) test --sanitize thread --scratch-path .build-tsan --filter AudioTests

providers: setup ## serve the simulated vendors; PROVIDERS_PORT=8443 PROVIDERS_ARGS="--fault deepgram:stall"
	@$(SWIFT) build -c release --product providersim 2>&1 | .ci/quiet-build
	@test -f .build/providers-pki/server.pem || $(RELEASE)/providersim certificates .build/providers-pki
	@$(RELEASE)/providersim --certificates .build/providers-pki --lines fixtures/callers \
	  --port $(PROVIDERS_PORT) $(PROVIDERS_ARGS)

providers-smoke: setup ## ask every simulated vendor over HTTP with curl once, well and badly
	@$(SWIFT) build --product providersim 2>&1 | .ci/quiet-build
	@.ci/providers-smoke .build/debug/providersim

clean: ## remove what was built (not the models)
	rm -rf .build .build-debug .build-tsan Benchmarks/.build Benchmarks/.build-debug demo
