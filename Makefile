# The tasks of the house. `make help` lists them.
SHELL := /bin/bash
ASSETS := internal/web/assets
# The engine of SQLite, written by a translator from C, is left out of the race detector: nothing of ours runs in it, and it
# is most of what a test waits for.
GOFLAGS_TEST := -race -gcflags=modernc.org/sqlite/lib=-race=false -shuffle=on -timeout 40m
export CGO_ENABLED ?= 0

.DEFAULT_GOAL := help
.PHONY: help run build assets generate test test-needs check lint bench screens fuzz clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

run: build ## build everything and serve on http://127.0.0.1:8080
	./bin/concertation serve

build: assets ## the binary, in bin/
	go build -trimpath -o bin/concertation ./cmd/concertation

assets: $(ASSETS)/dist/manifest.json ## styles, scripts and fonts, into internal/web/assets/dist

$(ASSETS)/dist/manifest.json: $(ASSETS)/node_modules/.package-lock.json $(wildcard $(ASSETS)/styles/*) $(wildcard $(ASSETS)/scripts/*) $(wildcard $(ASSETS)/images/*) $(ASSETS)/build.mjs
	cd $(ASSETS) && npm run --silent build

$(ASSETS)/node_modules/.package-lock.json: $(ASSETS)/package.json $(ASSETS)/package-lock.json
	cd $(ASSETS) && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

generate: ## the Go code of the templ components (committed)
	go tool templ generate -path internal/web

test-needs: ## install what the tests need (Chromium, LibreOffice, PostgreSQL, a C compiler)
	bash internal/testkit/needs.sh

test: test-needs assets ## every test, none skipped for want of a tool
	CGO_ENABLED=1 CONCERTATION_TEST_REQUIRE=postgres,chromium,libreoffice,assets go test $(GOFLAGS_TEST) ./...

check: ## the quick tests, as on a bare clone
	go test -timeout 40m ./...

lint: ## vet, staticcheck, gofmt, generated code up to date
	go vet ./...
	go tool staticcheck ./...
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); exit 1; }
	@go tool templ generate -path internal/web >/dev/null 2>&1; git diff --exit-code --stat -- '*_templ.go'

bench: build ## the figures, each with its bare limit in the same run
	./bin/concertation bench submit
	./bin/concertation bench tally
	./bin/concertation bench workbook
	./bin/concertation bench themes

screens: build ## every screen with sample data, on http://127.0.0.1:8081
	./bin/concertation screens

fuzz: ## each fuzz target for 20 seconds
	@for target in $$(grep -rlE '^func Fuzz' --include='*_test.go' . | xargs -n1 dirname | sort -u); do \
	  for f in $$(grep -hoE '^func Fuzz[A-Za-z]+' $$target/*_test.go | cut -c6-); do \
	    go test -run '^$$' -fuzz "^$$f\$$" -fuzztime 20s -fuzzminimizetime 1s $$target || exit 1; done; done

clean: ## what was built
	rm -rf bin $(ASSETS)/node_modules; find $(ASSETS)/dist -type f ! -name .gitkeep -delete
