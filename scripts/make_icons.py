"""Makes resources/icons: a sheet with a table, its banner in the official light blue, and a tick.

    python scripts/make_icons.py

The drawing is the SVG; the PNG is what the window and a Linux desktop show, the ICO what Windows shows.
"""

import os
import struct
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "icons"
SIZES = (16, 24, 32, 48, 64, 128, 256)  # pixels, in the ICO
PNG = 256

BLUE, BANNER, LINE = "#1f5fa8", "#c6d9f1", "#8794a6"
ROWS = (76, 112, 148, 184)


def drawing() -> str:
    """The SVG, 256 units wide."""
    rows = "".join(f'<path d="M52 {y}H204"/>' for y in ROWS[1:])
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256">'
        f'<rect x="36" y="14" width="184" height="228" rx="14" fill="#ffffff" stroke="{BLUE}" stroke-width="10"/>'
        f'<rect x="52" y="40" width="152" height="36" fill="{BANNER}"/>'
        f'<g fill="none" stroke="{LINE}" stroke-width="6"><rect x="52" y="40" width="152" height="180"/>'
        f'<path d="M52 {ROWS[0]}H204M112 {ROWS[0]}V220"/>{rows}</g>'
        f'<circle cx="186" cy="194" r="54" fill="{BLUE}" stroke="#ffffff" stroke-width="8"/>'
        '<path d="M162 195l18 19 32-37" fill="none" stroke="#ffffff" stroke-width="15" stroke-linecap="round"'
        ' stroke-linejoin="round"/></svg>\n'
    )


def png(renderer: QSvgRenderer, size: int) -> bytes:
    """The drawing as a PNG of this many pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """PNG pictures by their size as one ICO (Windows Vista and newer)."""
    entries, body = b"", b""
    start = 6 + 16 * len(pictures)
    for size, data in pictures.items():
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), start + len(body))
        body += data
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + body


def main() -> None:
    QGuiApplication([])
    FOLDER.mkdir(exist_ok=True)
    svg = drawing()
    (FOLDER / "reportdesk.svg").write_text(svg, "utf-8")
    renderer = QSvgRenderer(svg.encode())
    (FOLDER / "reportdesk.png").write_bytes(png(renderer, PNG))
    (FOLDER / "reportdesk.ico").write_bytes(ico({size: png(renderer, size) for size in SIZES}))


if __name__ == "__main__":
    main()
