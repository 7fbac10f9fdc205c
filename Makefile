# Every target is one Go program; what it does is written at its top.
.PHONY: build test check demo bench package clean

build:
	go run ./scripts/build

test:
	go run ./scripts/test

check:
	go run ./scripts/check

demo: build
	go run ./scripts/demo

bench: build
	go run ./scripts/bench

package: build
	go run ./scripts/package

clean:
	rm -rf dist build
