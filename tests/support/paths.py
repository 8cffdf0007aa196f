"""Where things stand on the disk. Tests may move; these places do not."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""
SOURCES = (ROOT / "src", ROOT / "ui")
DATA = ROOT / "tests" / "data"
SUPPORT = ROOT / "tests" / "support"
OFFICIAL = ROOT.parent / "shared" / "reference"
"""Official documents that may not be part of the project. Tests that need one are left out where it is missing."""
