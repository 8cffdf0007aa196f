"""Writes what tests/test_reference.py and tests/test_pages.py compare with: after a deliberate change of an export.

Look at the difference, and at the pictures, before you commit it. Pictures need LibreOffice.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.support import pages  # noqa: E402
from tests.support.reference import FOLDER, PARTS, exported  # noqa: E402

from reportdesk.documents.office import office_program  # noqa: E402


def main() -> None:
    for kind in PARTS:
        folder = FOLDER / kind
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.xml"):
            old.unlink()
        for name, text in exported(kind).items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
            print(f"{kind}/{name}: {len(text.encode())} bytes")
    if office_program():
        _pages()
    else:
        print("no LibreOffice: the pictures of pages are as they were")


def _pages() -> None:
    pages.FOLDER.mkdir(parents=True, exist_ok=True)
    for old in pages.FOLDER.glob("*.png"):
        old.unlink()
    for name, data in pages.documents().items():
        with tempfile.TemporaryDirectory() as folder:
            found, fonts = pages.pictures(data, Path(folder))
        pages.fonts_file(name).write_text("\n".join(fonts), encoding="utf-8", newline="\n")
        for number, page in enumerate(found, 1):
            page.save(pages.FOLDER / f"{name}-{number}.png", optimize=True)
            print(f"pages/{name}-{number}.png")


if __name__ == "__main__":
    main()
