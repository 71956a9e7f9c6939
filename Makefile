# `make` runs what CI runs; `make help` lists the rest.
MVN ?= mvn

.DEFAULT_GOAL := ci
.PHONY: ci help jar compile test rules fmt docs examples bench clean

ci: ## build, all tests and checks, as CI does
	.ci/run

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

jar: ## target/lint.jar, without tests and slow checks
	$(MVN) -q -Dfast -Dmaven.test.skip package

compile: ## compile with Error Prone and NullAway
	$(MVN) -q compile

test: ## unit tests; one class: make test T=PortSetTest
	$(MVN) -q -Dfast test $(if $(T),-Dtest=$(T))

rules: jar ## the cases of the built-in rules
	java -jar target/lint.jar test rules

fmt: ## format the Java sources
	$(MVN) -q spotless:apply

docs: ## write the pages of the rules, docs/coming-from.md and the generated parts of all others
	$(MVN) -q -Dfast test-compile failsafe:integration-test failsafe:verify -Dit.test=DocsIT -Ddocs.write=true

examples: jar ## lint the broken shop
	java -jar target/lint.jar --fail-on never examples

bench: jar ## how long runs over generated manifests take
	$(MVN) -q -Dfast test-compile
	java -cp target/test-classes meshlint.Benchmark java -jar target/lint.jar
	java -cp target/test-classes meshlint.Benchmark bin/meshlint

clean: ## remove what a build made
	$(MVN) -q clean
