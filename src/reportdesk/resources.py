"""Where shipped files are: the checkout first, then the wheel, then the frozen program.

The checkout comes first because an editable install keeps a copy of the resources that grows stale.
"""

import sys
from pathlib import Path


def folder() -> Path:
    """The folder ``resources`` with ``forms``, ``word``, ``icons`` and ``samples`` in it.

    Raises FileNotFoundError when the installation is incomplete.
    """
    here = Path(__file__).resolve().parent
    candidates = [here.parents[1] / "resources", here / "resources"]
    if frozen := getattr(sys, "_MEIPASS", None):
        candidates.append(Path(frozen) / "resources")
    for candidate in candidates:
        if (candidate / "forms").is_dir():
            return candidate
    raise FileNotFoundError("reportdesk: the folder 'resources' is missing from this installation")


def path(*parts: str) -> Path:
    """A shipped file or folder, for example ``path("forms", "2021.toml")``."""
    return folder().joinpath(*parts)
