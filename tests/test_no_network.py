"""The program never uses the network: the whole job runs where an internet socket ends the process."""

import json
import os
import signal
import subprocess
import sys

import pytest
from tests.support import offline
from tests.support.paths import ROOT
from tests.support.source_code import MODULES, imported

from reportdesk import resources
from reportdesk.documents.file_types import EXPORTS

BUSY = resources.path("samples", "busy.rdesk")
NETWORK = {
    "socket", "ssl", "http", "urllib.request", "urllib.error", "ftplib", "smtplib", "poplib", "imaplib", "xmlrpc",
    "socketserver", "asyncio", "webbrowser", "requests", "httpx", "aiohttp", "urllib3",
    "PySide6.QtNetwork", "PySide6.QtNetworkAuth", "PySide6.QtWebSockets", "PySide6.QtWebEngineWidgets",
}  # fmt: skip

JOB = """
import sys
from tests.support.offline import forbid
forbid()
from reportdesk.documents import office
office.office_program = lambda: None  # LibreOffice is not ours to judge
from reportdesk_ui.main import main
sys.exit(main(sys.argv[1:]))
"""


def offline_run(program, *arguments, timeout=120):
    """A program in a process of its own: (status, stdout, stderr)."""
    paths = [str(ROOT / "src"), str(ROOT / "ui"), str(ROOT)]
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {paths!r}\n{program}", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        timeout=timeout,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("program", [
    "import socket; socket.socket().connect(('127.0.0.1', 9))",
    "import socket; socket.getaddrinfo('example.org', 80)",
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')",
])  # fmt: skip
def test_the_watch_sees_an_internet_socket(program):
    status, _, _ = offline_run(f"from tests.support.offline import forbid; forbid(); {program}; print('not seen')")
    assert status in (offline.LEFT, -signal.SIGSYS if offline.by_kernel() else offline.LEFT)


@pytest.mark.skipif(not offline.by_kernel(), reason="only Linux's kernel can watch libraries in C")
@pytest.mark.parametrize("family", [2, 10])
def test_the_watch_sees_what_a_library_in_c_does(family):
    program = (
        f"import ctypes; from tests.support.offline import forbid; forbid(); ctypes.CDLL(None).socket({family}, 1, 0)"
    )
    assert offline_run(program)[0] == -signal.SIGSYS
    assert offline_run(f"import ctypes; ctypes.CDLL(None).socket({family}, 1, 0)")[0] == 0


@pytest.mark.skipif(not offline.by_kernel(), reason="what is not the internet is told apart by the kernel")
def test_sockets_between_programs_of_one_computer_are_left_alone():
    assert offline_run("from tests.support.offline import forbid; forbid(); import socket; socket.socketpair()")[0] == 0


@pytest.mark.slow
def test_the_whole_job_by_commands(tmp_path):
    report = tmp_path / "报告.rdesk"
    sample = json.loads((ROOT / "scripts" / "samples" / "busy.json").read_text("utf-8"))
    values = tmp_path / "values.json"
    values.write_text(json.dumps({part: sample[part] for part in ("cells", "sections")}), "utf-8")

    def job(*arguments):
        status, out, err = offline_run(JOB, *arguments)
        assert status in (0, 1) and "network" not in err, (arguments, status, err)
        return status, out

    assert job("new", "--unit", "示例县", "--year", "2025", "--values", values, "-o", report)[0] == 0
    job("check", report)
    for suffix in EXPORTS:
        exported, again = tmp_path / f"报告{suffix}", tmp_path / f"读回{suffix}.rdesk"
        assert job("export", report, "-o", exported)[0] == 0
        assert exported.stat().st_size
        if suffix != ".pdf":  # a preview, nothing to be read back
            job("import", exported, "-o", again)
            assert again.exists()
            job("compare", report, again)


@pytest.mark.slow
def test_the_whole_job_in_the_window():
    tests = ["tests/ui/test_window.py", "tests/ui/test_printing.py", "tests/ui/actions/test_export_actions.py"]
    program = (
        "from tests.support.offline import forbid; forbid(); import sys, pytest; sys.exit(pytest.main(sys.argv[1:]))"
    )
    status, out, err = offline_run(program, "-p", "no:cacheprovider", *tests, timeout=300)
    assert status == 0, (status, out[-2000:], err[-2000:])


@pytest.mark.parametrize("module", MODULES)
def test_no_module_imports_what_talks_to_a_network(module):
    names = set(imported(MODULES[module], module))
    tops = {name.partition(".")[0] for name in names}
    assert not (names | tops) & NETWORK


@pytest.mark.parametrize("module", [module for module in MODULES if "reportdesk_ui" in module])
def test_no_module_takes_a_network_class_from_qt(module):
    text = MODULES[module].read_text("utf-8")
    assert "QtNetwork" not in text and "QNetwork" not in text
