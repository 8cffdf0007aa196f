"""Looks at a finished bundle for Linux: exit status 1 and a line for everything that is not as promised.

    python scripts/check_bundle.py FOLDER [--glibc 2.28]

No symbol of a newer glibc than the promised one; every library in the bundle or among those of the computer that
bundle/contents.py names; nothing of what the program does without; the resources and the licences are there.
Needs objdump (binutils).
"""

import argparse
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

root = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(root / "bundle"))

import contents  # noqa: E402

ELF = b"\x7fELF"
GLIBC = re.compile(r"\bGLIBC_(\d+(?:\.\d+)+)")
NETWORK = ("*Qt6Network*", "*QtNetwork*", "*_ssl*", "*libssl*")
RESOURCES = ("forms", "word", "samples", "icons", "help")
PLUGINS = ("platforms/libqxcb.so", "platforminputcontexts/libibusplatforminputcontextplugin.so",
           "printsupport/libcupsprintersupport.so", "imageformats/libqjpeg.so")  # fmt: skip
SHOWN = "_internal/resources/licences.txt"


def version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def binaries(folder: Path) -> list[Path]:
    """All ELF files beneath a folder."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    return [path for path in files if _head(path) == ELF]


def newest_glibc(file: Path) -> tuple[int, ...]:
    """The newest glibc that a file asks for; () for one that asks for none."""
    return max((version(each) for each in GLIBC.findall(_symbols(file))), default=())


def missing_libraries(folder: Path) -> list[str]:
    """Libraries that a file of the bundle needs and neither the bundle nor the promised computer has."""
    files = binaries(folder)
    inside = {path.name for path in folder.rglob("*.so*")}
    wanted = [(name, file) for file in files for name in contents.linked(str(file))]
    return [
        f"{file.relative_to(folder)} needs {name}, which is nowhere"
        for name, file in wanted
        if name not in inside and name not in contents.SYSTEM
    ]


def faults(folder: Path, glibc: str) -> list[str]:
    """A line for everything that is wrong with a bundle."""
    found = missing_libraries(folder)
    for file in binaries(folder):
        if (asked := newest_glibc(file)) > version(glibc):
            found.append(f"{file.relative_to(folder)} needs glibc {'.'.join(map(str, asked))}, promised is {glibc}")
    for path in folder.rglob("*"):
        if any(fnmatch(path.name, pattern) for pattern in NETWORK):
            found.append(f"{path.relative_to(folder)}: the program never uses the network")
    inside = folder / "_internal" / "resources"
    found += [f"resources/{name} is missing" for name in RESOURCES if not (inside / name).is_dir()]
    plugins = folder / "_internal" / "PySide6" / "Qt" / "plugins"
    found += [f"the plugin {name} is missing" for name in PLUGINS if not (plugins / name).is_file()]
    found += [f"{name} is missing" for name in ("LICENSE", "THIRD-PARTY.txt", SHOWN) if not (folder / name).is_file()]
    return found


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def _symbols(file: Path) -> str:
    return subprocess.run(["objdump", "-T", str(file)], capture_output=True, text=True, check=True).stdout


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--glibc", default="2.28")
    options = parser.parse_args()
    found = faults(options.folder, options.glibc)
    print("\n".join(found))
    files = binaries(options.folder)
    newest = max((newest_glibc(file) for file in files), default=())
    print(f"{len(files)} binaries, newest glibc asked for: {'.'.join(map(str, newest))}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
