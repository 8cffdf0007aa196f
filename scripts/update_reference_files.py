"""Writes the exported parts that tests/test_reference.py compares with: after a deliberate change of an export.

Look at the difference before you commit it.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.reference import FOLDER, PARTS, exported  # noqa: E402


def main() -> None:
    for kind in PARTS:
        folder = FOLDER / kind
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.xml"):
            old.unlink()
        for name, text in exported(kind).items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
            print(f"{kind}/{name}: {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
