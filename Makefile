# Two commands are all a newcomer needs: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
PACKAGES := libssl-dev libsqlite3-dev libxml2-dev libmicrohttpd-dev libgnutls28-dev libcurl4-openssl-dev \
	pkg-config openssl curl
SWIFT_SOURCES := Package.swift Sources Tests

.PHONY: help deps build test lint format clean

help: ## Lists the targets.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

deps: ## Installs the Debian packages that are missing.
	@missing=$$(for package in $(PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || echo $$package; done); \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then sudo=; elif command -v sudo >/dev/null; then sudo=sudo; \
	else echo "Please ask an administrator to install these Debian packages:" $$missing >&2; exit 1; fi; \
	$$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing

build: deps ## Builds the release executable, .build/release/lgsp.
	swift build -c release --product lgsp

lint: ## Checks the format of every source file.
	swift format lint --strict --recursive $(SWIFT_SOURCES)

format: ## Formats every source file.
	swift format --in-place --recursive $(SWIFT_SOURCES)

test: deps lint ## Formatter, warnings as errors, and all tests.
	swift build --build-tests
	swift test --skip-build

clean: ## Removes what was built.
	rm -rf .build
