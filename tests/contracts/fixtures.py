"""Where the fixtures stand, and what is told when today's program makes something else."""

import difflib
import json
import re
from pathlib import Path

FOLDER = Path(__file__).parent / "fixtures"
_TOKEN = re.compile(r"(?:<|\{)([a-zA-Z]+:[0-9a-f]{6})(?:/>|\})")
_MOST = 80  # lines of a difference that are shown


def text(name: str) -> str:
    """The content of a fixture, line ends as they are."""
    return (FOLDER / name).read_bytes().decode("utf-8")


def data(name: str):
    return json.loads(text(name))


def names(pattern: str) -> list[str]:
    """The fixtures of a pattern, relative to the folder."""
    return sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob(pattern))


def as_json(value) -> str:
    """A value as a fixture holds it: readable, keys in the order they have."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def as_lines(values) -> str:
    """Values as a fixture holds them, one a line."""
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in values)


def difference(old: str, new: str) -> list[str]:
    """The lines that differ, without those around them; [] for equal texts."""
    return list(difflib.unified_diff(old.split("\n"), new.split("\n"), "fixture", "today", n=0, lineterm=""))


def assert_same(name: str, made: str, explained=(), stored_names=None) -> None:
    """Fails with the lines that differ. `explained` is what the abbreviations of `made` stand for."""
    lines = difference(text(name), made)
    if not lines:
        return
    known = stored_names or {}
    tokens = dict.fromkeys(token for line in lines[:_MOST] for token in _TOKEN.findall(line))
    meaning = [f"{each} = {known.get(each) or dict(explained).get(each)}" for each in tokens]
    raise AssertionError("\n".join([f"{name} is not what it was:", *lines[:_MOST], *meaning]))
