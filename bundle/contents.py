"""What is in a bundle and what is not, for the spec and for the check of the finished folder."""

import re
import subprocess
from fnmatch import fnmatch
from pathlib import PurePosixPath

Entry = tuple[str, str, str]

# Imported where static analysis does not see it.
USED = ["opencc", "openpyxl", "pdfplumber"]

# Modules that libraries offer or try, and the program does without.
UNUSED = [
    "tkinter", "_tkinter", "turtle", "idlelib", "lib2to3", "distutils", "setuptools", "pkg_resources",
    "pip", "ensurepip",
    "sqlite3", "_sqlite3", "curses", "readline", "xmlrpc", "pdb", "pydoc", "doctest", "test",
    "ssl", "_ssl", "ftplib", "telnetlib", "smtplib", "poplib", "imaplib", "nntplib",
    "asyncio", "http.server", "http.cookiejar",
    "IPython", "pytest", "hypothesis", "docxtpl", "pycparser", "numpy", "pandas",
    "PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtOpenGL", "PySide6.QtTest", "PySide6.QtSql",
    "PySide6.QtDesigner", "PySide6.QtSvg",
    "lxml.isoschematron", "lxml.objectify", "lxml.html.diff",
    "PIL._avif", "PIL._webp", "PIL._imagingcms", "PIL._imagingtk", "PIL._imagingft", "PIL.ImageQt", "PIL.ImageTk",
    "PIL.AvifImagePlugin", "PIL.WebPImagePlugin",
]  # fmt: skip

# Qt plugins: what a window on X11 (also within Wayland) and on Windows needs, and pictures in JPEG.
PLUGINS = [
    "platforms/*qxcb.*", "platforms/*qoffscreen.*", "platforms/qwindows.dll",
    "platforminputcontexts/*compose*", "platforminputcontexts/*ibus*", "platforminputcontexts/*fcitx*",
    "platformthemes/*xdgdesktopportal*", "imageformats/*qjpeg.*", "imageformats/*qico.*",
    "printsupport/*",
]  # fmt: skip

# Left out of what PyInstaller's hooks collect; patterns of paths in the bundle.
LEFT_OUT = [
    "*QtNetwork.*", "*Qt6Network.*", "*opengl32sw*",
    "opencc/clib/include/*", "opencc/clib/bin/*", "opencc/clib/lib*", "lxml/includes/*", "docx/templates/*",
]  # fmt: skip

# The libraries of the computer on which the program runs. Those of its screen, fonts, printers and compiler belong
# together with its drivers and settings: a copy from elsewhere would be the one that does not fit.
SYSTEM = {
    "libc.so.6": "libc6", "libm.so.6": "libc6", "libdl.so.2": "libc6", "libpthread.so.0": "libc6",
    "librt.so.1": "libc6",
    "libutil.so.1": "libc6", "libnsl.so.1": "libc6", "ld-linux-x86-64.so.2": "libc6", "ld-linux-aarch64.so.1": "libc6",
    "libstdc++.so.6": "libstdc++6", "libgcc_s.so.1": "libgcc-s1 | libgcc1", "libz.so.1": "zlib1g",
    "libGL.so.1": "libgl1", "libGLX.so.0": "libgl1", "libOpenGL.so.0": "libgl1", "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6", "libX11-xcb.so.1": "libx11-xcb1", "libxcb.so.1": "libxcb1",
    "libfontconfig.so.1": "libfontconfig1", "libfreetype.so.6": "libfreetype6", "libdbus-1.so.3": "libdbus-1-3",
    "libcups.so.2": "libcups2",
}  # fmt: skip


def wanted(path: str) -> bool:
    """Whether a file that PyInstaller found (its path in the bundle) belongs there."""
    place = PurePosixPath(path.replace("\\", "/"))
    text = str(place)
    if "plugins" in place.parts and "PySide6" in place.parts:
        return any(fnmatch(text, f"*/plugins/{pattern}") for pattern in PLUGINS)
    if "translations" in place.parts and "PySide6" in place.parts:
        return place.name == "qtbase_zh_CN.qm"
    if len(place.parts) == 1 and place.name in SYSTEM:
        return False
    return not any(fnmatch(text, pattern) for pattern in LEFT_OUT)


def linked(file: str) -> list[str]:
    """The libraries that a binary of Linux itself is linked to, by their names. Needs objdump (binutils)."""
    done = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=True)
    return re.findall(r"NEEDED\s+(\S+)", done.stdout)


def reached(entries: list[Entry]) -> list[Entry]:
    """The binaries without the libraries that only left-out plugins, or libraries of the computer, needed.

    Entries are PyInstaller's (path in the bundle, file, kind).
    """
    libraries = {PurePosixPath(entry[0]).name: entry for entry in entries if _is_library(entry)}
    kept = {entry[0]: entry for entry in entries if not _is_library(entry) and entry[2] != "SYMLINK"}
    waiting = list(kept.values())
    while waiting:
        for name in linked(waiting.pop()[1]):
            found = libraries.get(name)
            if found and found[0] not in kept:
                kept[found[0]] = found
                waiting.append(found)
    links = [entry for entry in entries if entry[2] == "SYMLINK" and _target(entry) in kept]
    return [*kept.values(), *links]


def _is_library(entry: Entry) -> bool:
    """Whether a file is there only because another one is linked to it."""
    place = PurePosixPath(entry[0])
    beside = len(place.parts) == 1 and not place.name.startswith("libpython")
    return (
        entry[2] == "BINARY"
        and ".so" in place.name
        and (beside or str(place.parent) == "PySide6/Qt/lib" or place.parent.suffix == ".libs")
    )


def _target(link: Entry) -> str:
    return str(PurePosixPath(link[0]).parent / link[1])
