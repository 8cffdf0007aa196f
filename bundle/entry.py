"""The door of the bundle: the twin of main.py and of the installed command."""

import os
import sys


def own_libraries_for_ourselves() -> None:
    """Programs that we start (LibreOffice, the file manager) find the libraries of the computer, not the bundle's."""
    name = "LD_LIBRARY_PATH"
    before = os.environ.pop(f"{name}_ORIG", None)
    if before is not None:
        os.environ[name] = before
    elif getattr(sys, "frozen", False):
        os.environ.pop(name, None)


if __name__ == "__main__":
    if sys.platform.startswith("linux"):
        own_libraries_for_ourselves()
    if sys.argv[1:2] and sys.argv[1].startswith("--t"):
        from trying import tried

        if tried(sys.argv[1:]):
            sys.exit()

    from reportdesk_ui.main import main

    sys.exit(main())
