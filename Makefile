# make run    opens the window with the busy sample (without a display: does the same job by commands)
# make test   ruff, mypy, pytest      make bench  the benchmarks      make setup  what both need, once
# make test-fast  the tests for daily work (a minute)      make test-long  kills and fuzz for an hour, once an issue
# make bundle  the bundle for Linux into dist/      make bundle-test  tries it in a fresh root (needs root, debootstrap)
# Everything works on a fresh machine with Python 3.11 or newer and is quick the second time.

PYTHON ?= python3
PY := .venv/bin/python
SAMPLES := quiet busy

.PHONY: run test test-fast test-long bench bundle bundle-test setup reference screenshots clean

run: setup
	@if $(PY) -c 'import sys; from reportdesk_ui.main import has_display; sys.exit(not has_display())'; then \
		$(PY) main.py resources/samples/busy.rdesk; \
	else \
		echo "没有可用的显示器，不打开窗口，改用命令处理两份示例："; \
		mkdir -p out; \
		for name in $(SAMPLES); do \
			echo; echo "== $$name.rdesk"; \
			$(PY) main.py check resources/samples/$$name.rdesk && \
			$(PY) main.py export resources/samples/$$name.rdesk -o out/$$name.docx && \
			$(PY) main.py export resources/samples/$$name.rdesk -o out/$$name.xlsx || exit 1; \
		done; \
	fi

test: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/mypy --platform win32 --cache-dir .mypy_cache/win32
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n auto

test-fast: setup
	$(PY) -m pytest -n auto -m "not window and not faults and not office and not slow"

test-long: setup
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n auto --long

bench: setup
	QT_QPA_PLATFORM=offscreen $(PY) tests/benchmarks/run.py

bundle:
	scripts/build_bundle.sh

bundle-test: setup
	$(PY) -m pytest bundle/tests -rs

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml scripts/system_libraries.sh
	@sh scripts/system_libraries.sh
	$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11), "Python 3.11 or newer is needed"'
	test -x $(PY) || $(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch .venv/ready

reference: setup
	$(PY) scripts/update_reference_files.py

screenshots: setup
	QT_QPA_PLATFORM=offscreen $(PY) scripts/screenshots.py docs/screenshots --only start disclosure finding overview
	QT_QPA_PLATFORM=offscreen $(PY) scripts/screenshots.py resources/help/pictures --guide

clean:
	rm -rf .venv out dist
