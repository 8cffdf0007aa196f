"""The third-party licences of what is really in a bundle: THIRD-PARTY.txt and a folder of licence texts.

    python bundle/licences.py BUILD FOLDER [COPYRIGHT …]

BUILD is PyInstaller's work folder (its .toc files name every file and where it came from), FOLDER the bundle; run with
the interpreter of the bundle, whose metadata is read. COPYRIGHT are folders of files on libraries from elsewhere.
"""

import ast
import shutil
import sys
import sysconfig
from importlib.metadata import Distribution, distributions
from pathlib import Path

TEXTS = ("licen", "copying", "notice", "authors")
ALWAYS = ("pyinstaller",)  # its loader is the program that starts
QT = "Qt, PySide6 and shiboken6 are used under the LGPL 3; they are in files of their own, which may be replaced."


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
        said = "; ".join(classified) or (said.splitlines() or ["see its licence text"])[0]
    return said


def main() -> None:
    build, folder = Path(sys.argv[1]), Path(sys.argv[2])
    target = folder / "licences"
    target.mkdir(exist_ok=True)
    lines = ["What others made and this bundle holds. Their licences are in the folder “licences”.", "", QT, ""]
    lines.append(f"Python {sys.version.split()[0]}: Python Software Foundation License")
    shutil.copy(Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", target / "Python.txt")
    for each in used(sources(build)):
        name = each.metadata["Name"]
        home = each.metadata.get("Home-page") or next(iter(each.metadata.get_all("Project-URL") or ()), "")
        lines.append(f"{name} {each.version}: {licence(each)}  {home.rpartition(' ')[2]}")
        for file in each.files or ():
            path = Path(str(each.locate_file(file)))
            if ".dist-info" in str(file) and path.is_file() and any(word in path.name.lower() for word in TEXTS):
                place = target / name / path.name
                place.parent.mkdir(exist_ok=True)
                shutil.copy(path, place)
    for place in map(Path, sys.argv[3:]):
        for path in sorted(place.glob("*.txt")):
            lines.append(f"{path.stem}: see licences/{path.name}")
            shutil.copy(path, target / path.name)
    common = Path("/usr/share/common-licenses")
    for name in ("LGPL-3", "GPL-3"):
        if (common / name).is_file():
            shutil.copy(common / name, target / f"{name}.txt")
    (folder / "THIRD-PARTY.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
