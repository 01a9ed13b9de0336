# Peer Challenge: two commands for newcomers, `make run` and `make test`.
# Settings (ADDR, DATA_DIR, …) come from the environment; see README.md.

# Without the folder's name in them, what was compiled in one clone serves the next.
export GOFLAGS := -trimpath $(GOFLAGS)

.PHONY: run test check bench build generate clean

run: build ## the demonstration region at http://localhost:8080
	@DEMO=1 INSTALL_POSTGRES=1 exec bin/peerchallenge serve

build:
	@go build -o bin/peerchallenge ./cmd/peerchallenge

test: ## every test, browser journeys included (`make check` vets; no debug tables: they cost linking time)
	@go run ./internal/dbtest/withpg -- go test -vet=off -ldflags=-w -timeout 30m ./...

check: ## generated files fresh, format, vet, lint, imports, sizes, migrations, markup
	@go run ./internal/archtest/check

bench: ## pages on 153 councils with ten years, then beside the yardstick where there is one
	@go run ./internal/dbtest/withpg -- go test -run '^$$' -bench Pages -benchtime 500x ./cmd/peerchallenge
	@go test -run '^$$' -bench . -benchtime 1x ./internal/planner/...
	@.ci/bench

generate: ## after changing a .templ file, scss or script
	@go tool -modfile=tools.mod templ generate
	@go run ./web/assets/build

clean:
	@rm -rf bin
