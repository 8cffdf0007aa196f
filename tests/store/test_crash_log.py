"""The log of unexpected errors: where it was, and nothing of the report."""

from reportdesk.report import Report
from reportdesk.store import crash_log
from reportdesk.store.crash_log import crash_entry, log_crash

SECRET = "示例县不宜公开的内容"


def crash():
    try:
        try:
            Report.new(unit=SECRET, year=SECRET)
        except TypeError as error:
            raise ValueError(f"cannot use {SECRET}") from error
    except ValueError as error:
        return error


def test_it_tells_where_and_nothing_of_the_report(tmp_path):
    entry = crash_entry(crash())
    assert "builtins.ValueError" in entry and "caused by builtins.TypeError" in entry
    assert "schema.py:" in entry and "checked_year" in entry and "test_crash_log.py:" in entry
    assert SECRET not in entry and str(crash_log._PACKAGE) not in entry
    assert SECRET in crash_entry(crash(), with_messages=True)


def test_the_log_is_appended_and_bounded(data_folder, monkeypatch):
    monkeypatch.setattr(crash_log, "MAX_LOG", 3000)
    for _ in range(20):
        path = log_crash(crash())
    assert path.read_text("utf-8").count("==") >= 1
    assert sorted(each.name for each in path.parent.iterdir()) == ["errors.log", "errors.old.log"]
    assert sum(each.stat().st_size for each in path.parent.iterdir()) < 8000


def test_where_nothing_can_be_written_it_does_not_fail(data_folder, monkeypatch):
    (data_folder / "logs").write_text("in the way")
    assert log_crash(crash()) is None


def test_errors_that_hold_one_another_come_to_an_end():
    one, two = ValueError(), KeyError()
    one.__cause__, two.__cause__ = two, one
    assert crash_entry(one).count("caused by") == 4
