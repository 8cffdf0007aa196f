"""Every test has a user's data folder of its own: journals, previous generations, logs."""

import pytest

from reportdesk.files.data_folder import VARIABLE


@pytest.fixture(autouse=True)
def data_folder(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder
