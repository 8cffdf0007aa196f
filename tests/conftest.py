"""What every test has: a user's data folder of its own, commands, invented forms; and which tests belong together.

Markers come from where a test stands and what it asks for; only `slow` and `long` are written at the test.
"""

from pathlib import Path

import pytest
from hypothesis import settings
from tests.support.commands import new, refuse, run  # noqa: F401  fixtures
from tests.support.effort import begin_long
from tests.support.forms import invented_form, invented_report, load_form  # noqa: F401  fixtures
from tests.support.office import no_office, office, stand_in  # noqa: F401  fixtures

from reportdesk.files.data_folder import VARIABLE

TESTS = Path(__file__).parent
OF_FOLDERS = {"ui": "window", "faults": "faults"}
OF_FIXTURES = {"qtbot": "window", "qapp": "window", "office": "office"}


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="only the tests marked long, each a hundred times as thorough")


def pytest_configure(config):
    settings.register_profile("reportdesk", deadline=None)  # a busy computer is slow, not wrong
    settings.load_profile("reportdesk")
    if config.getoption("--long"):
        begin_long()


def pytest_collection_modifyitems(config, items):
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0] if item.path.is_relative_to(TESTS) else ""
        marks = {OF_FOLDERS.get(folder), *(OF_FIXTURES.get(name) for name in getattr(item, "fixturenames", ()))}
        for mark in sorted(marks - {None}):
            item.add_marker(mark)
    if config.getoption("--long"):
        chosen = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=[item for item in items if not item.get_closest_marker("long")])
        items[:] = chosen


@pytest.fixture(autouse=True)
def data_folder(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder
