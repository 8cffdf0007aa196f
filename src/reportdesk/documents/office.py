"""LibreOffice, where this computer has one: other formats → .docx or .xlsx for the readers, a Word file → PDF.

It runs without its window, with a profile that is thrown away, without macros, without the network, for a limited
time; what it starts ends with it. (WPS cannot be run without its window.)
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from reportdesk.errors import ReportDeskError

_MOST_MADE = 64 * 2**20

_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    "/usr/bin/soffice",
    "/usr/bin/libreoffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)
_NOWHERE = "127.0.0.1"  # a proxy at a port where nobody listens

# Settings of the profile: no macros, no links or pictures from elsewhere, no way into the network.
_SETTINGS: dict[str, dict[str, object]] = {
    "/org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": 3,
        "DisableMacrosExecution": True,
        "DisableActiveContent": True,
        "BlockUntrustedRefererLinks": True,
    },
    "/org.openoffice.Inet/Settings": {
        "ooInetProxyType": 2,
        **{f"ooInet{kind}ProxyName": _NOWHERE for kind in ("HTTP", "HTTPS", "FTP")},
        **{f"ooInet{kind}ProxyPort": 9 for kind in ("HTTP", "HTTPS", "FTP")},
    },
    "/org.openoffice.Office.Writer/Content/Update": {"Link": 0},
    "/org.openoffice.Office.Calc/Content/Update": {"Link": 1},
}


class OfficeError(ReportDeskError):
    """A conversion that failed. The sentence has no full stop, so that others can go on from it."""


class NoOfficeError(OfficeError):
    """This computer has no LibreOffice."""

    def __init__(self) -> None:
        super().__init__("这台电脑没有安装 LibreOffice")


class OfficeTimeoutError(OfficeError):
    """A conversion that was ended because it took too long."""


def office_program() -> str | None:
    """LibreOffice, if this computer has one: in its usual places first, for PATH may lead to a file of any folder."""
    usual = next((place for place in _USUAL_PLACES if Path(place).is_file()), None)
    return usual or shutil.which("soffice") or shutil.which("libreoffice")


def convert(data: bytes, suffix: str, target: str, timeout: float) -> bytes:
    """A file of the kind `suffix` (".doc") as one of the kind `target` (".docx"). Raises OfficeError.

    A conversion that takes longer than `timeout` seconds is ended.
    """
    program = office_program()
    if program is None:
        raise NoOfficeError
    try:
        with tempfile.TemporaryDirectory(prefix="reportdesk-", ignore_cleanup_errors=True) as folder:
            # Written under a name that we choose: that of the file might look like an option.
            given, made = Path(folder, f"given{suffix}"), Path(folder, "made", f"given{target}")
            given.write_bytes(data)
            profile = Path(folder, "profile")
            _write_settings(profile)
            _run(program, profile, given, made, timeout)
            if not (made.is_file() and 0 < made.stat().st_size <= _MOST_MADE):
                raise OfficeError(f"LibreOffice 没有生成 {target[1:].upper()}")
            return made.read_bytes()
    except OSError as error:
        raise OfficeError(f"LibreOffice 没有运行起来（系统错误 {error.errno}）") from error


def _run(program: str, profile: Path, given: Path, made: Path, timeout: float) -> None:
    """Has the program convert a file. Raises OfficeTimeoutError, OSError where it does not start."""
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
    command += ["--nodefault", "--nofirststartwizard", "--convert-to", made.suffix[1:]]
    command += ["--outdir", str(made.parent), str(given)]
    away = {f"{kind}_proxy": f"http://{_NOWHERE}:9" for kind in ("http", "https", "ftp", "all")}
    process = subprocess.Popen(
        command,
        cwd=given.parent,
        env={**os.environ, **away, "no_proxy": ""},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired as error:
        raise OfficeTimeoutError(f"LibreOffice 超过 {timeout:g} 秒没有完成") from error
    finally:
        if process.poll() is None:  # also where the clerk breaks off the command
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ends the program and those it started: the command is only a launcher."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _write_settings(profile: Path) -> None:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append('<oor:items xmlns:oor="http://openoffice.org/2001/registry">')
    for path, settings in _SETTINGS.items():
        for name, value in settings.items():
            text = str(value).lower() if isinstance(value, bool) else str(value)
            lines.append(
                f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{text}</value></prop></item>'
            )
    folder = profile / "user"
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text("\n".join([*lines, "</oor:items>"]), "utf-8")
