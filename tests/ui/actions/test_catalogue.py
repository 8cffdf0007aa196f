"""The catalogue of actions holds: every function it names is there and takes what it is given."""

import importlib
import inspect

import pytest
from tests.support.ui.main_window import Window

from reportdesk_ui.actions.catalogue import ACTIONS, MENUS, Action, MenuChoice, Needs, key_rows, menu_path

CHOICES = [action for action in ACTIONS.values() if action.choices]


def function(path: str) -> object:
    module, _, name = path.partition(":")
    return getattr(importlib.import_module(f"reportdesk_ui.actions.{module}"), name)


def parameters(path: str) -> list[inspect.Parameter]:
    found = function(path)
    assert inspect.isfunction(found)
    return list(inspect.signature(found).parameters.values())


def given(action: Action) -> list[str]:
    """The names of what the dispatcher gives to a function first."""
    names = ["context"]
    names += ["document"] * (Needs.DOCUMENT in action.needs) + ["page"] * (Needs.TABLE in action.needs)
    return names


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
def test_what_an_action_runs_is_there_and_takes_what_it_needs(action: Action) -> None:
    needed = [each for each in parameters(action.run) if each.default is inspect.Parameter.empty]
    names = [each.name for each in needed]
    assert names[: len(given(action))] == given(action)
    if action.menu:
        assert len(names) - len(given(action)) == (action.argument is not None or bool(action.choices))


@pytest.mark.parametrize("action", CHOICES, ids=lambda action: action.id)
def test_choices_are_made_of_the_context_alone(action: Action) -> None:
    assert [each.name for each in parameters(action.choices)] == ["context"]


def test_needs_name_a_report_wherever_they_name_what_only_a_report_has() -> None:
    assert not [a.id for a in ACTIONS.values() if a.needs and Needs.DOCUMENT not in a.needs]


def test_every_menu_has_actions_and_every_action_its_menu() -> None:
    assert {action.menu for action in ACTIONS.values()} - {""} == MENUS.keys()


def test_a_path_is_named_as_a_clerk_reads_it() -> None:
    assert menu_path("data_sheets") == "导出 › 数据采集表"
    assert menu_path("reopen") == "送审 › 撤回定稿"


def test_keys_are_those_of_the_actions(window: Window) -> None:
    rows = {what: key for key, what in key_rows()}
    assert rows["保存"] == window.action("save").shortcut().toString()
    assert rows["放大、缩小、恢复显示比例"] == "Ctrl++、Ctrl+-、Ctrl+0"


@pytest.mark.parametrize("action", CHOICES, ids=lambda action: action.id)
def test_a_submenu_is_filled_when_it_opens(fresh: Window, action: Action) -> None:
    assert isinstance(action.text, str)
    choices = function(action.choices)(fresh.context)  # type: ignore[operator]
    assert all(isinstance(each, MenuChoice) for each in choices)
    lines = fresh.submenu(action.text)
    assert [line.text() for line in lines] == [each.text for each in choices]
    assert lines
    assert len(fresh.submenu(action.text)) == len(lines)


def test_what_is_typed_is_taken_over_first_and_a_wrong_entry_stops_the_action(fresh: Window) -> None:
    section = next(s.id for s in fresh.form.sections.values() if s.table)
    grid = fresh.grid(section)
    cell, other = fresh.form.table_cells(fresh.form.section(section).table)[:2]
    grid.go(cell)
    grid.type("12")
    fresh.run("fill_rest")
    assert fresh.report.values[cell] == "12" and fresh.report.values[other] == "0"
    fresh.undo()
    grid.go(cell)
    grid.type("1x")
    before = fresh.report
    fresh.run("fill_rest")
    assert fresh.report is before and grid.is_editing and "不是数字" in fresh.message


def test_copy_does_not_end_an_entry(fresh: Window) -> None:
    section = next(s.id for s in fresh.form.sections.values() if s.table)
    grid = fresh.grid(section)
    grid.go(fresh.form.table_cells(fresh.form.section(section).table)[0])
    grid.type("12")
    for command in ("copy", "larger", "normal", "all"):
        fresh.run(command)
        assert grid.is_editing and grid.typed == "12"


def test_without_what_it_needs_an_action_does_nothing(window: Window) -> None:
    for action in ACTIONS.values():
        if action.needs:
            assert window.context.run(action.id) is None
