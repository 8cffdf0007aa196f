"""Formats that only an office program can read (.doc, .wps, .xls, .et, .rtf, .odt, .ods) → .docx or .xlsx.

LibreOffice does it where this computer has one: in a folder of its own with settings of its own, without macros,
without the network, for a limited time. Otherwise a sentence says how to save the file anew.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from reportdesk.errors import ReadingError

TIMEOUT = 60.0  # seconds
_MOST_MADE = 64 * 2**20

_SAVE_ANEW = "请用 Word 或 WPS 打开后另存为 .docx（表格另存为 .xlsx）再导入。"
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/usr/bin/soffice",
    "/usr/bin/libreoffice",
    "/opt/libreoffice/program/soffice",
)
_NOWHERE = "127.0.0.1"  # a proxy at a port where nobody listens

# Settings of the throw-away profile: no macros, no links or pictures from elsewhere, no way into the network.
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


def convert(data: bytes, suffix: str, target: str) -> bytes:
    """A file of the kind `suffix` (".doc") as `target` (".docx" or ".xlsx"). Raises ReadingError with a sentence."""
    program = office_program()
    if program is None:
        raise ReadingError(f"“{suffix}”格式的文件无法直接读取。{_SAVE_ANEW}")
    # Writing under a name of our own: that of the file might look like an option.
    with tempfile.TemporaryDirectory(prefix="reportdesk-", ignore_cleanup_errors=True) as folder:
        given, made = Path(folder, f"given{suffix}"), Path(folder, "made", f"given{target}")
        given.write_bytes(data)
        _write_settings(Path(folder, "profile"))
        ended = _run(program, given, made, Path(folder))
        try:
            content = made.read_bytes() if made.stat().st_size <= _MOST_MADE else b""
        except OSError:
            content = b""
    if not content:
        why = "内容可能已经损坏或加了密码" if ended else "转换时间过长"
        raise ReadingError(f"“{suffix}”格式的文件没有转换成功，{why}。{_SAVE_ANEW}")
    return content


def office_program() -> str | None:
    """LibreOffice, if this computer has one."""
    usual = next((place for place in _USUAL_PLACES if Path(place).is_file()), None)
    return usual or shutil.which("soffice") or shutil.which("libreoffice")


def _run(program: str, given: Path, made: Path, folder: Path) -> bool:
    """Has the program convert a file; False where it did not end in time."""
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--nolockcheck", "--nodefault", "--nofirststartwizard", "--convert-to", made.suffix[1:]]
    command += ["--outdir", str(made.parent), str(given)]
    away = {f"{kind}_proxy": f"http://{_NOWHERE}:9" for kind in ("http", "https", "ftp", "all")}
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **away, "no_proxy": ""},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return True
    try:
        process.wait(TIMEOUT)
    except subprocess.TimeoutExpired:
        end_process(process)
        return False
    return True


def end_process(process: "subprocess.Popen[bytes]") -> None:
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
