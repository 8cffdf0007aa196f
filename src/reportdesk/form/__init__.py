"""The official form: loaded from a data file, validated, laid out."""

import tomllib
from functools import lru_cache
from pathlib import Path

import msgspec

from reportdesk import resources
from reportdesk.form.cross_year import CrossYearEquation
from reportdesk.form.definition import Definition, Severity, Table
from reportdesk.form.elements import Cell, FormError, Sum, line_name
from reportdesk.form.layout import Placed, TableLayout
from reportdesk.form.model import Form

__all__ = [
    "Cell",
    "CrossYearEquation",
    "Form",
    "FormError",
    "Placed",
    "Severity",
    "Sum",
    "Table",
    "TableLayout",
    "editions",
    "for_year",
    "get",
    "line_name",
    "load",
]

NEWEST = "2021"
_loaded: dict[str, Form] = {}


def load(path: Path) -> Form:
    """Loads and validates one form file, and makes its edition known to `get`. Raises FormError."""
    try:
        with path.open("rb") as file:
            form = Form(msgspec.convert(tomllib.load(file), Definition))
    except (OSError, ValueError) as error:  # not TOML, not UTF-8, or not as defined
        raise FormError(f"格式文件 {path.name} 无法使用：{error}") from error
    _loaded[form.edition] = form
    return form


def get(edition: str) -> Form:
    """The form of an edition; loads it when it is first asked for. Raises FormError for an unknown edition."""
    if edition in _loaded:
        return _loaded[edition]
    if edition not in editions():
        known = "、".join(editions())
        raise FormError(f"不认识“{edition}”版格式，本程序支持：{known}。请用新版程序打开，或改正格式版本。")
    return load(resources.path("forms", f"{edition}.toml"))


def for_year(year: int) -> str:
    """The edition that reports of a year follow: the newest one then in force, for earlier years the oldest."""
    begun = [(get(edition).definition.first_year, edition) for edition in editions()]
    return max((first for first in begun if first[0] <= year), default=min(begun))[1]


@lru_cache(maxsize=1)
def editions() -> tuple[str, ...]:
    """The editions that are shipped."""
    return tuple(sorted(path.stem for path in resources.path("forms").glob("*.toml")))
