"""Background work: its result, its errors and its progress come back into the thread that asked."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from reportdesk.errors import ReportDeskError
from reportdesk_ui.background import Background, Operation


def fail(error: Exception) -> None:
    raise error


def test_the_work_is_done_elsewhere_and_its_result_comes_back_here(qtbot: QtBot) -> None:
    tasks, seen = Background(), []
    tasks.start(Operation(threading.get_ident).on_success(lambda worker: seen.append((worker, threading.get_ident()))))
    assert tasks.busy
    qtbot.waitUntil(lambda: bool(seen))
    [(worker, here)] = seen
    assert worker != here == threading.get_ident()
    assert not tasks.busy


def test_operations_follow_one_another(qtbot: QtBot) -> None:
    tasks, seen = Background(), []
    for number in range(20):
        tasks.start(Operation(lambda number=number: number).on_success(seen.append))
    qtbot.waitUntil(lambda: not tasks.busy)
    assert seen == list(range(20))


def test_an_error_for_the_clerk_goes_to_on_failure_and_not_to_on_success(qtbot: QtBot) -> None:
    tasks, done, failed = Background(), [], []
    error = ReportDeskError("没有读出")
    tasks.start(Operation(lambda: fail(error)).on_success(done.append).on_failure(failed.append))
    qtbot.waitUntil(lambda: not tasks.busy)
    assert failed == [error] and not done


@pytest.mark.parametrize("error", [ValueError("a mistake of ours"), ReportDeskError("没有人处理")])
def test_every_other_error_is_raised_where_the_crash_hook_sees_it(qtbot: QtBot, error: Exception) -> None:
    tasks = Background()
    operation = Operation(lambda: fail(error))
    if isinstance(error, ValueError):
        operation = operation.on_failure(lambda error: None)
    with qtbot.capture_exceptions() as raised:
        tasks.start(operation)
        qtbot.waitUntil(lambda: not tasks.busy)
        qtbot.waitUntil(lambda: bool(raised))
    assert [each[1] for each in raised] == [error]


def test_progress_is_shown_here_in_order_and_before_the_result(qtbot: QtBot) -> None:
    tasks, seen = Background(), []

    def work(progress: object) -> str:
        assert callable(progress)
        for number in range(3):
            progress(number, 3)
        return "done"

    def show(done: int, count: int) -> None:
        seen.append((done, count, threading.get_ident()))

    tasks.start(Operation(work).with_progress(show).on_success(seen.append))
    qtbot.waitUntil(lambda: not tasks.busy)
    here = threading.get_ident()
    assert seen == [(0, 3, here), (1, 3, here), (2, 3, here), "done"]
