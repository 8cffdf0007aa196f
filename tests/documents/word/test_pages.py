"""Pages as LibreOffice lays them out against the pictures kept in tests/data/reference/pages.

Kept by scripts/update_reference_files.py; compared only where the same fonts are installed.
"""

import pytest
from PIL import Image, ImageChops
from tests.support.pages import FOLDER, documents, fonts_file, pictures, unlikeness

TOLERANCE = 60


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", ["report", "redline"])
def test_pages_look_as_they_did(name, tmp_path):
    pages, fonts = pictures(documents()[name], tmp_path)
    if fonts != fonts_file(name).read_text("utf-8").split("\n"):
        pytest.skip(f"pictures were made with other fonts than these: {'、'.join(fonts)}")
    kept = [Image.open(path) for path in sorted(FOLDER.glob(f"{name}-*.png"))]
    assert len(pages) == len(kept)
    found = {number: unlikeness(*pair) for number, pair in enumerate(zip(pages, kept, strict=True), 1)}
    assert {number: far for number, far in found.items() if far > TOLERANCE} == {}


def test_a_page_that_moved_is_told_from_one_that_did_not():
    page = Image.open(FOLDER / "report-2.png")
    assert unlikeness(page, page) == 0
    assert unlikeness(page, ImageChops.offset(page, 0, 20)) > TOLERANCE
