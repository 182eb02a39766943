# `make demo` and `make test` are all a newcomer needs; each does its own set-up.
SHELL := bash
PY := .venv/bin/python
# Tests must not find the user's settings or another PYTHONPATH.
RUN := env -u PYTHONPATH -u SEOSIK_DATA -u SEOSIK_KEY -u SEOSIK_DATABASE_URL

.PHONY: demo test test-slow conformance docs pictures format bench clean

demo:
	./setup.sh demo
	$(RUN) $(PY) -m api.demo $(ARGS)

test:
	./setup.sh demo,dev
	$(RUN) .venv/bin/ruff format --check .
	$(RUN) .venv/bin/ruff check .
	$(RUN) .venv/bin/mypy
	$(RUN) $(PY) -m pytest -n 2 -m "not slow" $(ARGS)

test-slow:
	./setup.sh demo,dev,conformance
	$(RUN) $(PY) -m pytest -n 2 -m slow $(ARGS)

# The independent checkers alone: PDF/A, PDF/UA, OOXML and HWPX over every sample.
conformance:
	./setup.sh demo,dev,conformance
	$(RUN) $(PY) -m pytest -m slow tests/conformance $(ARGS)

# Pages in docs/ that are made from the registry.
docs:
	./setup.sh demo,dev
	$(RUN) $(PY) -m docs.pages

# The pictures of the pages in README.ko.md and docs/service.md.
pictures:
	./setup.sh demo,dev
	$(RUN) $(PY) -m docs.pictures

format:
	.venv/bin/ruff format . && .venv/bin/ruff check --fix .

# One table; the other scripts in benchmarks/ are called alone (docs/performance.md).
bench:
	./setup.sh demo,dev
	$(RUN) $(PY) benchmarks/bench.py $(ARGS)

clean:
	rm -rf .venv out .pytest_cache .mypy_cache .ruff_cache
