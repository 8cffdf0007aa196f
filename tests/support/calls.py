"""How often a function is called, and where."""

import threading
from types import ModuleType

import pytest


def record_threads(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> list[int]:
    """The thread of every call of a module's function from now on, one entry a call."""
    threads: list[int] = []
    function = getattr(module, name)

    def recorded(*arguments: object, **named: object) -> object:
        threads.append(threading.get_ident())
        return function(*arguments, **named)

    monkeypatch.setattr(module, name, recorded)
    return threads
