"""What every test has: a user's data folder of its own (journals, earlier versions, logs), commands, invented forms."""

import pytest
from tests.support.commands import new, refuse, run  # noqa: F401  fixtures
from tests.support.forms import invented_form, invented_report, load_form  # noqa: F401  fixtures

from reportdesk.store.folders import VARIABLE


@pytest.fixture(autouse=True)
def data_folder(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder
