# Every target is one script; `make help` lists them.
.PHONY: help run test test-any-day fuzz check-existing crash lint format shell pot bench storm import-nyc clean

DB ?= zrm
ADDON ?=

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 22

run: ## serve ZRM with Persian demo data on http://127.0.0.1:8069
	@scripts/run

test: ## run all tests; one addon's alone: make test ADDON=zrm_base
	@scripts/test $(ADDON)

test-any-day: ## run all tests under five clocks (CLOCK="2027-03-20 19:30:00")
	@scripts/test_any_day

fuzz: ## random stories of people in a small city (SEED=7 STEPS=20000)
	@scripts/fuzz

check-existing: ## install, test, upgrade, uninstall in a full Odoo; writes docs/existing.md
	@scripts/check_existing

crash: ## kill workers, server and PostgreSQL again and again (CRASH_ROUNDS=10)
	@scripts/crash

lint: ## check the style of everything
	@scripts/lint

format: ## bring everything into that style
	@scripts/format

shell: ## Odoo's Python shell on the database (DB=zrm)
	@scripts/odoo shell -d $(DB)

pot: ## renew the translation templates and Persian files
	@scripts/pot

bench: ## measure against peers on this machine; writes docs/benchmarks.md
	@scripts/bench

storm: ## citizens, machines and staff at once on a real server; writes docs/storm.md
	@scripts/storm

import-nyc: FILE ?= ../shared/data/nyc_casework_2015_2020.csv.xz
import-nyc: DB = zrm_nyc
import-nyc: ## bring 257,813 real cases into the database zrm_nyc (FILE=…)
	@DB=$(DB) scripts/import_nyc "$(FILE)"

clean: ## stop and remove this clone's databases and files (asks first)
	@scripts/clean
