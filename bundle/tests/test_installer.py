"""The installer for Windows compiles, without a warning, around a stand-in for the folder (needs makensis)."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

WINDOWS = Path(__file__).resolve().parents[1] / "windows"
LEFT = ("说明.txt", "建立桌面快捷方式.cmd")  # an installed program has no use for them


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """(the installer, what the compiler said)"""
    if not shutil.which("makensis"):
        pytest.skip("makensis is not here: apt-get install nsis")
    place = tmp_path_factory.mktemp("installer")
    for name in ("ReportDesk.exe", "_internal/resources/forms/2021.toml", "licences/Python.txt", "LICENSE", *LEFT):
        file = place / "folder" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, "utf-8")
    target = place / "reportdesk-0.1.0-windows-x64-setup.exe"
    done = subprocess.run(
        ["makensis", "-WX", "-V4", "-INPUTCHARSET", "UTF8", "-DVERSION=0.1.0", f"-DFOLDER={place / 'folder'}",
         f"-DTARGET={target}", "reportdesk.nsi"],
        cwd=WINDOWS,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )  # fmt: skip
    said = done.stdout.decode("utf-8", "replace")
    assert done.returncode == 0, said[-3000:]
    return target, said


def test_it_holds_the_folder_and_no_more(compiled):
    held = set(re.findall(r'^File: "([^"\\/]+)" \d', compiled[1], re.MULTILINE))
    assert held == {"ReportDesk.exe", "2021.toml", "Python.txt", "LICENSE"}


def test_it_asks_for_no_administrator(compiled):
    assert b'requestedExecutionLevel level="asInvoker"' in compiled[0].read_bytes()
    script = (WINDOWS / "reportdesk.nsi").read_text("utf-8")
    assert not re.search(r"HKLM|HKCR|SHCTX|\$PROGRAMFILES", script)


def test_what_is_put_in_the_registry_is_removed_again(compiled):
    install, _, remove = (WINDOWS / "reportdesk.nsi").read_text("utf-8").partition('Section "Uninstall"')
    for key in set(re.findall(r'WriteReg\w+ (HKCU "[^"]+")', install)):
        parts = key.removesuffix('"').split("\\")
        above = ["\\".join(parts[: n + 1]) + '"' for n in range(len(parts))]
        assert any(f"DeleteRegKey {each}" in remove or f"/ifempty {each}" in remove for each in above), key


def test_removing_takes_only_what_was_brought():
    """A clerk may have put her reports into the folder of the program."""
    script = (WINDOWS / "reportdesk.nsi").read_text("utf-8")
    folders = set(re.findall(r'RMDir /r "([^"]+)"', script))
    assert folders == {r"$INSTDIR\_internal", r"$INSTDIR\licences"}
