# Two commands are all a newcomer needs: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
PACKAGES := libssl-dev libsqlite3-dev libxml2-dev libmicrohttpd-dev libgnutls28-dev libcurl4-openssl-dev \
	libicu-dev pkg-config openssl curl
TEST_PACKAGES := xmlsec1 libxmlsec1-dev strace jq gcc libc6-dev python3 python3-cryptography man-db groff-base
EXIM_PACKAGES := exim4-daemon-light libgnutls-dane0 libunbound8 libevent-2.1-7 libidn12 libspf2-2 libnsl2 libnss-wrapper
# The servers that the benchmark runs beside the bus are unpacked, see Benchmarks/Peers/unpack.sh.
BENCH_PACKAGES := librabbitmq-dev libnats-dev
SWIFT_SOURCES := Package.swift Sources Tests Benchmarks Fuzz
TOOLS := $(CURDIR)/.build/tools
export PATH := $(PATH):$(TOOLS)/usr/bin

.PHONY: help deps deps-test build package test-package demo bench bench-growth performance test lint format test-sanitizers test-interop test-page test-console test-contract test-fuzz soak campaign clean

help: ## Lists the targets.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

# Installs what is missing of its arguments; says so in one sentence where that is not possible.
define install
	@missing=$$(for package in $(1); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || echo $$package; done); \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then sudo=; elif command -v sudo >/dev/null; then sudo=sudo; \
	else echo "Please ask an administrator to install these Debian packages:" $$missing >&2; exit 1; fi; \
	$$sudo apt-get update -qq </dev/null && \
	$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing </dev/null
endef

deps: ## Installs the Debian packages that are missing.
	$(call install,$(PACKAGES))

# promtool comes in the package of the Prometheus server, whose installation starts a service: it is unpacked instead.
# So do Exim, with the libraries that it alone needs.
deps-test: deps ## Installs what only the tests need.
	$(call install,$(TEST_PACKAGES))
	@test -x $(TOOLS)/usr/sbin/exim4 || { apt-cache show exim4-daemon-light >/dev/null 2>&1 || apt-get update -qq </dev/null; \
	  mkdir -p $(TOOLS)/exim && cd $(TOOLS)/exim && apt-get download -qq $(EXIM_PACKAGES) </dev/null && \
	  for package in *.deb; do dpkg-deb -x $$package ..; done && cd .. && rm -r exim; }
	@command -v promtool >/dev/null || { apt-cache show prometheus >/dev/null 2>&1 || apt-get update -qq </dev/null; \
	  mkdir -p $(TOOLS) && cd $(TOOLS) && \
	  apt-get download -qq prometheus </dev/null && \
	  dpkg-deb -x prometheus_*.deb . && rm prometheus_*.deb; }

build: deps ## Builds the release executable, .build/release/lgsp.
	swift build -c release --product lgsp

# Swift's library goes into the executable; everything else the package depends on.
package: deps ## Builds a Debian package, .build/lgsp_*.deb.
	$(call install,dpkg-dev binutils)
	swift build -c release --product lgsp --static-swift-stdlib --scratch-path .build/static </dev/null
	Packaging/build.sh .build/static/release/lgsp .build

# A clean Debian is fetched once. OLDER=x.deb is upgraded from that package, whose data must still be there.
test-package: package deps-test ## The package: what is in it, its unit, and its life on a Debian that a real systemd runs.
	Packaging/test.sh .build/lgsp_*.deb .build/static/release/lgsp
	$(call install,mmdebstrap systemd-container)
	VERSION=99.0 Packaging/build.sh .build/static/release/lgsp .build/newer
	Packaging/machine.sh $(or $(OLDER),.build/lgsp_*.deb) .build/newer/lgsp_99.0_*.deb $(TOOLS)/machine.tar

demo: build ## Runs the Bình Phước scenario and serves on; ONCE=1 ends after the report.
	.build/release/lgsp demo --data .lgsp/demo $(if $(filter 1,$(ONCE)),--once)

# Some fifteen minutes; QUICK=1 leaves out verification, other sizes and all rounds but one.
bench: build deps-test ## Verification, documents a second beside RabbitMQ and NATS, latency at half load: results/.
	$(call install,$(BENCH_PACKAGES))
	Benchmarks/Peers/unpack.sh
	Benchmarks/Peers/build.sh
	swift build -c release --product Measure
	[ "$(QUICK)" = 1 ] || Benchmarks/measure.sh
	QUICK=$(QUICK) Benchmarks/compare.sh
	QUICK=$(QUICK) Benchmarks/doors.py
	QUICK=$(QUICK) Benchmarks/open_pages.py
	$(if $(filter 1,$(QUICK)),DOCUMENTS=8000 HALF_SENDERS=64) Benchmarks/half_load.py

# Some twenty minutes and 12 GB of disk, most of it for filling the ledger; FACTS="10000 300000" makes a short form.
bench-growth: build ## The same measurements with 10,000 and 10,000,000 facts, and start-up with 120,000 agencies.
	swift build -c release --product Growth
	Benchmarks/growth.py

performance: ## Documentation/performance.md and its chart from all that was measured, results/.
	Benchmarks/report.py write

lint: ## Checks the format of every source file.
	swift format lint --strict --recursive $(SWIFT_SOURCES)

format: ## Formats every source file.
	swift format --in-place --recursive $(SWIFT_SOURCES)

test: deps-test lint ## Formatter, warnings as errors, and all tests.
	swift build --build-tests </dev/null
	swift test --skip-build --disable-xctest </dev/null

# The executable that the tests of the front door start is built with the same sanitizer. XCTest's runner, which has
# no test here, leaks on its own and is left out.
# SANITIZED names the tests of a short form, as a regular expression.
test-sanitizers: deps-test ## All tests under the thread and the address sanitizer.
	swift test --disable-xctest --sanitize=thread --scratch-path .build-tsan --filter '$(or $(SANITIZED),.)' </dev/null
	swift test --disable-xctest --sanitize=address --scratch-path .build-asan --filter '$(or $(SANITIZED),.)' </dev/null

test-interop: build ## XML signatures made by Java and .NET, verified here; installs a JDK and Mono where there is none.
	$(if $(shell command -v javac),,$(call install,default-jdk-headless))
	$(if $(shell command -v mcs),,$(call install,mono-mcs libmono-system-security4.0-cil))
	Tests/Interop/java.sh
	Tests/Interop/mono.sh

# Schemathesis comes from the Python index, into a folder of its own. EXAMPLES=20 makes a short form.
CONTRACT := $(TOOLS)/contract
test-contract: build deps-test ## The OpenAPI documents against the daemon, by a fuzzer that is driven by them.
	$(call install,python3-venv)
	@test -x $(CONTRACT)/bin/st || { python3 -m venv $(CONTRACT) && $(CONTRACT)/bin/pip install -q schemathesis==4.*; }
	Tests/Contract/contract.sh .build/release/lgsp

# Chromium is too large for every run of the tests. The pictures stay in .build/pages, to be looked at.
PAGES := .build/pages
test-page: deps-test ## The report page in a real browser: light, dark, wide, narrow, printed; installs Chromium.
	$(if $(shell command -v chromium),,$(call install,chromium))
	mkdir -p $(PAGES)
	swift build --product lgsp </dev/null
	LGSP_PAGE_SAMPLES=$(CURDIR)/$(PAGES) swift test --disable-xctest --filter ResultsPageFiles </dev/null
	Tests/Page/pages.sh .build/debug/lgsp $(PAGES)

# axe, which finds faults of accessibility, comes inside a package of the Python index.
AXE := $(TOOLS)/axe
test-console: build deps-test ## The console in a real browser: every page, both languages, desk and phone, axe; installs Chromium.
	$(if $(shell command -v chromium),,$(call install,chromium))
	$(call install,python3-venv)
	@test -f $(AXE)/axe.min.js || { python3 -m venv $(AXE)/venv && $(AXE)/venv/bin/pip download -q --no-deps -d $(AXE) \
	  axe-playwright-python==0.1.8 && unzip -qjo $(AXE)/*.whl axe_playwright_python/axe.min.js -d $(AXE); }
	Tests/Console/console.sh .build/release/lgsp $(AXE)/axe.min.js .build/console
	Tests/Console/live.sh .build/release/lgsp

soak: build deps-test ## Ordinary clients beside every hostile shape at once; MINUTES=10, FACTOR=2 for p99.
	/usr/bin/python3 Tests/Soak/large.py .build/release/lgsp
	/usr/bin/python3 Tests/Soak/soak.py .build/release/lgsp $(or $(MINUTES),10) $(or $(FACTOR),2)

# In memory, some ten minutes; SEED=1 repeats a run.
ROUNDS ?= 200
campaign: build deps-test ## Kills, full disks, second starts, damaged files under load; ROUNDS=200, SEED= of one's own.
	/usr/bin/python3 Tests/Campaign/campaign.py .build/release/lgsp $(ROUNDS) $(SEED)

# A minute each; SECONDS=5 makes a short form of it. What breaks one is kept (Fuzz/README.md).
SECONDS ?= 60
test-fuzz: deps-test ## All fuzzers, a minute each.
	Fuzz/build.sh
	Fuzz/run.sh $(SECONDS)

clean: ## Removes what was built.
	rm -rf .build .build-tsan .build-asan .build-fuzz
