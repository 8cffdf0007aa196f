"""LibreOffice, for tests that need it. `tests/conftest.py` makes this fixture known to every test."""

import pytest

from reportdesk.documents.office import office_program


@pytest.fixture(scope="session")
def office() -> str:
    """The program; the test is left out where there is none. Tests with this fixture bear the marker `office`."""
    program = office_program()
    if program is None:
        pytest.skip("no LibreOffice on this computer")
    return program
