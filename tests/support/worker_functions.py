"""A worker of the tests: `python worker_functions.py`, and how it is called.

Its functions do what no function of ours should: they take too long or too much, crash, print.
"""

import os
import re
import signal
import sys
import time
from pathlib import Path

if __name__ == "__main__":
    root = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(root), str(root / "src")]

import msgspec

from reportdesk.errors import ReadingError
from reportdesk.files.isolation import Limits
from reportdesk.files.worker_process import serve

COMMAND = [sys.executable, __file__]
LIMITS = Limits(seconds=60, step_seconds=60, memory=2**30)


class Echo(msgspec.Struct):
    """What the functions return, as the caller sees it."""

    data: bytes
    arguments: dict[str, object]
    process: int


def echo(data, progress, **arguments):
    return {"data": data, "arguments": arguments, "process": os.getpid()}


def add_up(data, progress, steps):
    for step in range(steps):
        progress(step, steps)
        time.sleep(0.05)
    return {"data": b"", "arguments": {}, "process": os.getpid()}


def spin(data, progress):
    """Never ends; its first progress is its process id."""
    progress(os.getpid(), 0)
    while True:
        pass


def spin_in_c(data, progress):
    """Takes hours within one call of a library in C, which lets no other thread run."""
    progress(os.getpid(), 0)
    re.match(r"(a*)*b", "a" * 60)


def allocate(data, progress, megabytes):
    return {"data": b"", "arguments": {"taken": len(bytearray(megabytes * 2**20))}, "process": os.getpid()}


LEFT_BEHIND = []


def leave_behind(data, progress, megabytes):
    LEFT_BEHIND.append(bytearray(megabytes * 2**20))
    return {"data": b"", "arguments": {"times": len(LEFT_BEHIND)}, "process": os.getpid()}


def leave(data, progress):
    os._exit(3)


def be_killed(data, progress):
    os.kill(os.getpid(), signal.SIGKILL)


def refuse(data, progress):
    raise ReadingError("这个文件无法读取。")


def fail(data, progress):
    return {}["no such key"]


def talk(data, progress):
    print("on standard output")
    os.write(1, b"on its descriptor")
    return echo(data, progress, read=sys.stdin.read())


def big(data, progress, megabytes):
    return {"data": bytes(megabytes * 2**20), "arguments": {}, "process": os.getpid()}


FUNCTIONS = {
    each.__name__: f"tests.support.worker_functions:{each.__name__}"
    for each in (echo, add_up, spin, spin_in_c, allocate, leave_behind, leave, be_killed, refuse, fail, talk, big)
}

if __name__ == "__main__":
    serve(FUNCTIONS)
