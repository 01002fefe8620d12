# Starling: every command a newcomer needs. `make help` lists them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
SWIFT ?= swift
RELEASE := .build/release
CALLER ?= fixtures/callers/lead
PORT ?= 3650
ADMIN_PORT ?= 3550

.PHONY: help setup build demo serve test lint wer load vad-eval tsan clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install what is missing: Debian packages and the speech models
	@.ci/install-packages
	@.ci/fetch-models

build: setup ## build release
	@echo "==> building release (the first time takes some minutes)"
	@$(SWIFT) build -c release --product starling 2>&1 | .ci/quiet-build
	@$(SWIFT) build -c release --product callsim 2>&1 | .ci/quiet-build

demo: build ## hold one real phone conversation on loopback and show it
	@$(RELEASE)/starling demo --callsim $(RELEASE)/callsim --caller $(CALLER) --output demo

serve: build ## run the engine and say how to point a Telnyx number at it
	@$(RELEASE)/starling serve --port $(PORT) --admin-port $(ADMIN_PORT)

lint: ## check the format of every source file
	@echo "==> swift format lint"
	@$(SWIFT) format lint --strict --parallel -r Package.swift Sources Tests

test: setup lint ## run every test
	@echo "==> swift test (the first build takes some minutes)"
	@$(SWIFT) test --no-parallel --scratch-path .build-debug

wer: build ## word error rate through the whole engine
	@$(SWIFT) build -c release --product starling-eval 2>&1 | .ci/quiet-build
	@$(RELEASE)/starling-eval wer

load: build ## hold a thousand simulated conversations and judge them
	@.ci/load

vad-eval: setup ## voice activity: accuracy, latency and cost
	@$(SWIFT) build -c release --product starling-eval 2>&1 | .ci/quiet-build
	@$(RELEASE)/starling-eval vad

tsan: setup ## run the lock-free rings under the thread sanitizer
	@$(SWIFT) test --sanitize thread --scratch-path .build-tsan --filter AudioTests

clean: ## remove what was built (not the models)
	rm -rf .build .build-debug .build-tsan demo
