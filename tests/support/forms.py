"""Forms from invented data files. `tests/conftest.py` makes these fixtures known to every test."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.invented_form import INVENTED

from reportdesk import form
from reportdesk.form import Form
from reportdesk.report import Report


@pytest.fixture
def load_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Form]:
    """Loads a form from the text of a data file. The program forgets its edition after the test."""
    monkeypatch.setattr(form, "_loaded", dict(form._loaded))

    def from_text(text: str) -> Form:
        path = tmp_path / "invented.toml"
        path.write_text(text, "utf-8")
        return form.load(path)

    return from_text


@pytest.fixture
def invented_form(load_form: Callable[[str], Form]) -> Form:
    """The form of the edition “invented”."""
    return load_form(INVENTED)


@pytest.fixture
def invented_report(invented_form: Form) -> Report:
    """An empty report in the invented form."""
    return Report.new(unit="示例商店", year=2025, edition=invented_form.edition)
