"""LibreOffice, a stand-in for it, and a computer without it: fixtures that `tests/conftest.py` makes known to all."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reportdesk.documents import office as libreoffice
from reportdesk.documents.office import office_program

StandIn = Callable[[str], None]

# What the script of a stand-in begins with. It is called as LibreOffice is: … --outdir FOLDER FILE
_BEGIN = """
import os, sys, time
from pathlib import Path
target = "." + sys.argv[sys.argv.index("--convert-to") + 1]
given, folder = Path(sys.argv[-1]), Path(sys.argv[sys.argv.index("--outdir") + 1])
profile = Path(sys.argv[1].removeprefix("-env:UserInstallation=file://"))
folder.mkdir(exist_ok=True)
made = folder / (given.stem + target)
"""


@pytest.fixture(scope="session")
def office() -> str:
    """The program; the test is left out where there is none. Tests with this fixture bear the marker `office`."""
    program = office_program()
    if program is None:
        pytest.skip("no LibreOffice on this computer")
    return program


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer without LibreOffice."""
    monkeypatch.setattr(libreoffice, "office_program", lambda: None)


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """Puts a program in place of LibreOffice: Python text that reads `given` and writes `made`, as in _BEGIN."""
    if sys.platform == "win32":
        pytest.skip("a script is no program there")

    def install(text: str) -> None:
        program = tmp_path / "bin" / "soffice"
        program.parent.mkdir()
        program.write_text(f"#!{sys.executable}\n{_BEGIN}{text}\n", "utf-8")
        program.chmod(0o755)
        monkeypatch.setattr(libreoffice, "office_program", lambda: str(program))

    return install


def hangs(pid: Path) -> str:
    """The text of a stand-in that starts a child, writes its number to a file, and never ends."""
    return f"if not os.fork(): Path({str(pid)!r}).write_text(str(os.getpid()))\ntime.sleep(99)"


def has_ended(pid: Path, seconds: float = 20) -> bool:
    """Whether the process whose number a file holds ends: a signal takes effect when the process comes to run."""
    stat = Path("/proc", pid.read_text(), "stat")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":  # not yet buried
            return True
        time.sleep(0.01)
    return False
