"""Writes the fixtures: .venv/bin/python tests/contracts/make_fixtures.py [--files]

Without an option only what today's program makes of the stored reports and inputs is written: exports, answers of
commands, findings, the facade. Do this after a change that was meant to change them, and read the difference.

--files also writes what stands for the files of earlier programs: reports, inputs, locks, journals, histories. They are
what users have on their disks. A program that cannot read the old ones is wrong, not they: think twice.

With unchanged code nothing changes, whatever the day, language, time zone, fonts, user or computer.
"""

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "ui"), str(ROOT)]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.contracts import commands, exports, facade, files, findings, fixtures  # noqa: E402


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", action="store_true", help="also reports, inputs and what stands beside files")
    if options.parse_args().files:
        for name, data in files.made().items():
            write(name, data)
    made: dict[str, str] = {}
    abbreviations: dict[str, str] = {}
    for name, kind in exports.all_exports():
        export = exports.make(name, kind)
        made[exports.fixture(name, kind)] = export.text
        made |= {f"{exports.PARTS}/{part}.txt": text for part, text in export.parts.items()}
        for each, text in export.abbreviations.items():
            assert abbreviations.setdefault(each, text) == text, f"two groups of properties are called {each}"
    made[exports.ABBREVIATIONS] = "".join(f"{name} = {text}\n" for name, text in sorted(abbreviations.items()))
    made |= {commands.fixture(name): commands.run(name) for name in commands.CASES}
    made |= findings.made() | facade.made()
    for stale in {*fixtures.names("exports/**/*.txt"), *fixtures.names("commands/*.txt")} - made.keys():
        (fixtures.FOLDER / stale).unlink()
        print(f"- {stale}")
    for name, text in made.items():
        write(name, text.encode())


def write(name: str, data: bytes) -> None:
    """Writes a fixture, if it is another than before."""
    path = fixtures.FOLDER / name
    if path.exists() and (path.read_bytes() == data or files.same_archive(path.read_bytes(), data)):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    print(f"+ {name}")


if __name__ == "__main__":
    main()
