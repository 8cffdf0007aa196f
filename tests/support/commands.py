"""Commands as a script starts them. `tests/conftest.py` makes these fixtures known to every test."""

import json

import pytest

from reportdesk_ui.main import main


@pytest.fixture
def run(capsys):
    """Runs a command: (exit status, stdout, stderr)."""

    def command(*arguments):
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return status, captured.out, captured.err

    return command


@pytest.fixture
def refuse(run):
    """Runs a command that cannot be done: one sentence in Chinese on stderr, which is returned."""

    def command(*arguments):
        status, out, err = run(*arguments)
        assert (status, out) == (2, "")
        assert err.count("\n") == 1
        assert err.startswith("reportdesk：")
        assert err.endswith("。\n")
        assert "内部出错" not in err
        assert any("\u4e00" <= char <= "\u9fff" for char in err[len("reportdesk：") :])
        return err

    return command


@pytest.fixture
def new(tmp_path, run):
    """Makes a file with `new` from a values file's content; returns its path."""

    def make(values=None, *more, unit="示例县财政局", year=2025):
        path = tmp_path / "新.rdesk"
        if values is not None:
            (tmp_path / "values.json").write_text(json.dumps(values), "utf-8")
            more = ("--values", tmp_path / "values.json", *more)
        status, out, err = run("new", "--unit", unit, "--year", year, *more, "-o", path)
        assert (status, out, err) == (0, "", f"已新建：{path}\n")
        return path

    return make
