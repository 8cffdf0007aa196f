"""Where the program keeps what is the user's but no report: journals, earlier versions."""

import os
from pathlib import Path

VARIABLE = "REPORTDESK_DATA"


def data_folder() -> Path:
    """The user's data folder; it may not exist yet. The variable REPORTDESK_DATA names another one."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("reportdesk", appauthor=False)
