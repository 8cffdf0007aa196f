"""The tests: what they share stands in tests/support, and only tests/support/ui knows how the window is built."""

import ast

import pytest
from PySide6.QtWidgets import QDialog, QListWidget, QMainWindow, QTableView
from tests.support.paths import ROOT
from tests.support.source_code import MODULES, imported, names_imported

TESTS = ROOT / "tests"
TREES = {path: ast.parse(path.read_text("utf-8")) for path in sorted(TESTS.rglob("*.py"))}
OF_THE_WINDOW = [path for path in TREES if path.is_relative_to(TESTS / "ui")]
OF_QT = set().union(*(dir(each) for each in (QDialog, QListWidget, QMainWindow, QTableView)))
TESTED_ALONE = tuple(
    f"reportdesk_ui.{name}" for name in ("actions.catalogue", "background", "dialogs", "printing", "settings", "theme")
)


def parts_of_the_window():
    """The module of the window, and what it and its parts are put together from."""
    (window,) = [name for name, path in MODULES.items() if "\nclass MainWindow(" in path.read_text("utf-8")]
    found = {window}
    for _ in range(2):
        found |= {name for each in found for name in imported(MODULES[each], each) if name in MODULES}
    return {name for name in found if name.startswith("reportdesk_ui.") and not name.startswith(TESTED_ALONE)}


def name(path):
    return str(path.relative_to(TESTS))


def test_there_are_tests_and_parts():
    assert len(OF_THE_WINDOW) > 20
    assert len(parts_of_the_window()) > 20


@pytest.mark.parametrize("path", TREES, ids=name)
def test_no_test_imports_a_test(path):
    own = {each for each in names_imported(TREES[path]) if each.split(".")[0] == "tests"}
    # The folders of benchmarks and contracts hold what only they share.
    allowed = ("tests.support.", *(f"tests.{each}" for each in ("benchmarks", "contracts") if each in path.parts))
    assert not {each for each in own if not f"{each}.".startswith(allowed)}


@pytest.mark.parametrize("path", OF_THE_WINDOW, ids=name)
def test_a_test_of_the_window_uses_it_through_helpers(path):
    """Of a driver's `widget` it uses what Qt's own class has, of its `document` nothing, of nobody what is private."""
    found = []
    for node in ast.walk(TREES[path]):
        if not isinstance(node, ast.Attribute):
            continue
        holder = node.value
        mine = isinstance(holder, ast.Name) and holder.id in ("self", "os")
        private = node.attr.startswith("_") and not node.attr.startswith("__") and not mine
        of = holder.attr if isinstance(holder, ast.Attribute) else ""
        if private or of == "document" or (of == "widget" and node.attr not in OF_QT):
            found.append(f"line {node.lineno}: {ast.unparse(node)}")
    assert not found


@pytest.mark.parametrize("path", OF_THE_WINDOW, ids=name)
def test_a_test_of_the_window_imports_no_part_of_it(path):
    assert not names_imported(TREES[path]) & parts_of_the_window()
