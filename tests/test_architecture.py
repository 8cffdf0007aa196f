"""The house: which room may use which, and that the engine stays light."""

import ast
import subprocess
import sys

import pytest
from tests.support.paths import SOURCES
from tests.support.source_code import MODULES, import_circles, imported, strings

from reportdesk import form
from reportdesk_ui.actions.catalogue import ACTIONS

WINDOW = "reportdesk_ui"
FACADE = "reportdesk"  # the package itself gathers what others use from outside

# From the ground up. A room may use every floor below its own, the cellar, and nothing else.
FLOORS = [
    {"reportdesk.files"},
    {"reportdesk.text"},
    {"reportdesk.numbers"},
    {"reportdesk.form"},
    {"reportdesk.report"},
    {"reportdesk.documents"},
    {"reportdesk.checks", "reportdesk.recognition", "reportdesk.data_sheets", "reportdesk.store"},
    {"reportdesk.services"},
    {"reportdesk.cli"},
    {WINDOW},
]
WITHOUT_DOCUMENTS = {"reportdesk.checks", "reportdesk.store"}
CELLAR = {"reportdesk.errors", "reportdesk.resources", "reportdesk.version"}
QT = ("PySide6", "shiboken6")
HEAVY = ("docx", "openpyxl", "lxml", "pdfplumber", "opencc")


MOST_LINES = 400


def room_of(module):
    """The package (or single module) of the house a module belongs to; None for what is not ours."""
    top, *rest = module.split(".")
    if top == WINDOW:
        return WINDOW
    if top != FACADE:
        return None
    return f"{top}.{rest[0]}" if rest else FACADE


def allowed(room):
    if room == FACADE:
        return set().union(CELLAR, *FLOORS[:-1])
    if room in CELLAR:
        return CELLAR
    floor = next(number for number, rooms in enumerate(FLOORS) if room in rooms)
    below = set().union(*FLOORS[:floor])
    if room in WITHOUT_DOCUMENTS:
        below.discard("reportdesk.documents")
    return below | {room} | CELLAR | ({FACADE} if room == WINDOW else set())


def test_there_are_modules():
    assert {"reportdesk.cli", "reportdesk.form.layout", "reportdesk_ui.main"} <= MODULES.keys()


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_one_way(module):
    rooms = {room for name in imported(MODULES[module], module) if (room := room_of(name))}
    assert rooms <= allowed(room_of(module)), f"{module} must not import {rooms - allowed(room_of(module))}"


def test_no_modules_import_each_other():
    """Imports for type checking and inside functions count as well: who reads one module needs the other."""
    circles = import_circles({module: modules_of_ours(module) for module in MODULES})
    assert not circles, f"these modules import each other: {[sorted(circle) for circle in circles]}"


def test_every_kind_of_import_closes_a_circle(tmp_path):
    sources = {
        "house.a": "import house.b",
        "house.b": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from house.c import C",
        "house.c": "def later():\n    import house.a",
        "house.d": "import house.a",
    }
    imports = {}
    for module, text in sources.items():
        path = tmp_path / f"{module}.py"
        path.write_text(text, "utf-8")
        imports[module] = set(imported(path, module))
    assert import_circles(imports) == {frozenset({"house.a", "house.b", "house.c"})}
    assert import_circles({"a": {"b"}, "b": {"c", "os"}, "c": set()}) == set()


@pytest.mark.parametrize("module", MODULES)
def test_no_file_is_too_long_to_be_read(module):
    lines = len(MODULES[module].read_text("utf-8").splitlines())
    assert lines <= MOST_LINES, f"{module} has {lines} lines: divide it by subject"


@pytest.mark.parametrize("module", [module for module in MODULES if not module.startswith(WINDOW)])
def test_the_engine_knows_no_qt(module):
    assert not [name for name in imported(MODULES[module], module) if name.startswith(QT)]


def loaded_after(statement):
    """The modules a fresh interpreter holds after a statement."""
    paths = [str(root) for root in SOURCES]
    program = f"import sys; sys.path[:0] = {paths!r}; {statement}; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_importing_the_engine_loads_nothing_heavy():
    assert not loaded_after("import reportdesk") & {
        *QT,
        "docx",
        "openpyxl",
        "lxml",
        "pdfplumber",
        "opencc",
    }


def test_importing_the_entry_point_loads_no_qt():
    assert not loaded_after("import reportdesk_ui.main") & {*QT, *HEAVY}


def test_every_room_of_the_engine_can_be_imported_alone():
    """No room needs another one to be imported first."""
    forget = "[sys.modules.pop(name) for name in list(sys.modules) if name.startswith('reportdesk')]"
    rooms = sorted(set().union(*FLOORS[:-1]) & MODULES.keys())
    assert "msgspec" in loaded_after("; ".join(f"import {room}; {forget}" for room in rooms))


@pytest.mark.parametrize("module", MODULES)
def test_no_code_knows_a_table_or_cell_by_name(module):
    """The form is data: a new edition may not need new code."""
    official = [form.get(edition) for edition in form.editions()]
    ids = {each for one in official for each in (*one.tables, *one.cells)}
    found = [(text, line) for text, line in strings(MODULES[module]) if text in ids]
    assert not found, f"{module} names {found}"


# ---- the window and the doors

DISPATCHER = "reportdesk_ui.actions.dispatcher"

# Modules of ours that a function imports, (importing module, function): why not at the top.
DOORS = {
    ("reportdesk", "read"): "who makes reports needs no readers",
    ("reportdesk", "write"): "who makes reports needs no writers",
    ("reportdesk.checks.pipeline", "check_texts"): "proof-reading; the figures of a report are checked without",
    ("reportdesk.cli", "_check"): "proof-reading",
    ("reportdesk.cli", "_open_any_file"): "reading, which not every command does",
    ("reportdesk.cli", "_import"): "reading",
    ("reportdesk.cli", "_export"): "writing",
    ("reportdesk_ui.main", "main"): "a command loads no Qt",
    ("reportdesk_ui.main", "_pdf_preview"): "a command loads no Qt before it makes a preview",
    ("reportdesk_ui.main", "_command"): "the window has no use for the commands",
    ("reportdesk_ui.dialogs", "__getattr__"): "message boxes, when the first one opens",
    ("reportdesk_ui.document_file", "_report_file"): "journal and lock, when the report is there to be read",
    ("reportdesk_ui.grid.clipboard", "paste_at"): "recognition, when something is pasted",
    ("reportdesk_ui.proofreader", "work"): "proof-reading, when the report is there to be read",
    ("reportdesk_ui.workspace", "_text_views"): "a report with figures opens at its tables, not at a text",
}


def modules_of_ours(module):
    """The modules of ours that a module imports; the dispatcher imports those the catalogue names."""
    found = {name for name in imported(MODULES[module], module) if name in MODULES}
    if module == DISPATCHER:
        paths = (path for action in ACTIONS.values() for path in (action.run, action.choices) if path)
        found |= {f"reportdesk_ui.actions.{path.partition(':')[0]}" for path in paths}
    return found - {module}


def test_only_the_application_imports_the_window():
    assert {module for module in MODULES if "reportdesk_ui.main_window" in modules_of_ours(module)} == {
        "reportdesk_ui.app"
    }


def function_level_imports(module):
    """The function, for every statement within one that imports ours."""
    for node in ast.walk(ast.parse(MODULES[module].read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for each in directly_in(node):
                name = each.module if isinstance(each, ast.ImportFrom) else each.names[0].name
                if (name or "").partition(".")[0] in (FACADE, WINDOW):
                    yield node.name


def directly_in(function):
    """The import statements of a function, without those of functions within it."""
    waiting = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += ast.iter_child_nodes(node)


def test_functions_import_ours_only_at_the_doors():
    """The dispatcher is one more: it imports by name what the catalogue names."""
    found = [(module, function) for module in MODULES for function in function_level_imports(module)]
    assert sorted(found) == sorted(DOORS)
    assert len(found) <= 15
