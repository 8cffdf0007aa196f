"""The door of a checkout: the twin of the installed command `reportdesk`."""

import sys
from pathlib import Path

here = Path(__file__).resolve().parent
sys.path[:0] = [str(here / "src"), str(here / "ui")]

from reportdesk_ui.main import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
