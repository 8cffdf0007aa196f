"""The third-party list of what is really in a bundle: THIRD-PARTY.txt, the texts of the licences, and what 关于 shows.

    python bundle/licences.py BUILD FOLDER [COPYRIGHT …]

BUILD is PyInstaller's work folder (its .toc files name every file and where it came from), FOLDER the bundle; run with
the interpreter of the bundle, whose metadata is read. COPYRIGHT are folders on libraries from elsewhere: a file
NAME.txt with the licence of each, and a file `versions` with lines “NAME VERSION”.
"""

import ast
import re
import shutil
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import NamedTuple

TEXTS = ("licen", "copying", "notice", "authors")
ALWAYS = ("pyinstaller",)  # its loader is the program that starts
QT = "Qt, PySide6 and shiboken6 are used under the LGPL 3; they are in files of their own, which may be replaced."
SHOWN = Path("_internal", "resources", "licences.txt")  # where the window looks for it
SEE = "see its licence text"
WHERE = "许可证全文在程序文件夹的 licences 中；用 .deb 安装的，在 /usr/share/doc/reportdesk/licences。"


class Part(NamedTuple):
    """What somebody else made."""

    name: str
    version: str
    licence: str
    home: str = ""


def sources(build: Path) -> set[Path]:
    """Where the files of a bundle came from, its modules and its binaries."""
    found = set()
    for table in (*build.glob("PYZ-*.toc"), *build.glob("COLLECT-*.toc")):
        for entry in _entries(ast.literal_eval(table.read_text("utf-8"))):
            found.add(Path(entry[1]).resolve())
    return found


def _entries(value: object) -> list[tuple[str, str, str]]:
    if isinstance(value, tuple) and len(value) == 3 and all(isinstance(each, str) for each in value):
        return [value]
    if isinstance(value, tuple | list):
        return [entry for each in value for entry in _entries(each)]
    return []


def used(found: set[Path]) -> list[Distribution]:
    """The distributions that any of these files belongs to, by name."""
    kept = {}
    for each in distributions():
        name = each.metadata["Name"].lower()
        files = (Path(str(each.locate_file(file))).resolve() for file in each.files or ())
        if name in ALWAYS or any(file in found for file in files):
            kept[name] = each
    return [kept[name] for name in sorted(kept)]


def licence(distribution: Distribution) -> str:
    """What a distribution says of its licence, in a line."""
    data = distribution.metadata
    said = data.get("License-Expression") or data.get("License") or ""
    classified = [each.split(" :: ")[-1] for each in data.get_all("Classifier") or () if each.startswith("License")]
    if not said or "\n" in said or len(said) > 80:
        said = "; ".join(classified) or (said.splitlines() or [SEE])[0]
    return said


def of_distributions(found: Iterable[Distribution], target: Path) -> list[Part]:
    """These distributions; their licence texts are copied."""
    parts = []
    for each in found:
        name = each.metadata["Name"]
        home = each.metadata.get("Home-page") or next(iter(each.metadata.get_all("Project-URL") or ()), "")
        parts.append(Part(name, each.version, licence(each), home.rpartition(" ")[2]))
        for file in each.files or ():
            path = Path(str(each.locate_file(file)))
            if ".dist-info" in str(file) and path.is_file() and any(word in path.name.lower() for word in TEXTS):
                place = target / name / path.name
                place.parent.mkdir(exist_ok=True)
                shutil.copy(path, place)
    return parts


def of_libraries(place: Path, target: Path) -> list[Part]:
    """The libraries that a folder COPYRIGHT describes; their licence texts are copied."""
    versions = dict(line.split(" ", 1) for line in (place / "versions").read_text("utf-8").splitlines())
    parts = []
    for path in sorted(place.glob("*.txt")):
        shutil.copy(path, target / path.name)
        parts.append(Part(path.stem, versions[path.stem], said_by_debian(path.read_text("utf-8"))))
    return parts


def said_by_debian(text: str) -> str:
    """The licence that a Debian copyright file names for the whole package, SEE for plain prose."""
    whole = re.search(r"^Files:[ \t\n]+\*[ \t]*\n(?:(?!Files:).*\n)*?License:[ \t]*(\S.*)$", text, re.MULTILINE)
    return whole[1].strip() if whole else SEE


def python(target: Path) -> Part:
    """The interpreter; its licence text is copied from where this system has it."""
    places = (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix))  # the second on Windows
    text = next(place / "LICENSE.txt" for place in places if (place / "LICENSE.txt").is_file())
    shutil.copy(text, target / "Python.txt")
    return Part("Python", sys.version.split()[0], "Python Software Foundation License")


def main() -> None:
    build, folder = Path(sys.argv[1]), Path(sys.argv[2])
    target = folder / "licences"
    target.mkdir(exist_ok=True)
    parts = [python(target), *of_distributions(used(sources(build)), target)]
    for place in map(Path, sys.argv[3:]):
        parts += of_libraries(place, target)
    for text in (Path(__file__).parent / "texts").iterdir():
        shutil.copy(text, target)
    lines = ["What others made and this bundle holds. Their licences are in the folder “licences”.", "", QT, ""]
    lines += [f"{part.name} {part.version}: {part.licence}  {part.home}".rstrip() for part in parts]
    (folder / "THIRD-PARTY.txt").write_text("\n".join(lines) + "\n", "utf-8")
    shown = [f"{part.name} {part.version}　{part.licence.replace(SEE, '见许可证全文')}" for part in parts]
    (folder / SHOWN).write_text("\n".join([*shown, "", WHERE]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
