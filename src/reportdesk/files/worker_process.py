"""The inside of a worker process: it answers requests on its standard input, one at a time, until that ends.

Both sides send frames: eight bytes of length (little-endian), then the content. The messages are msgpack, the bytes to
work on are sent as they are. One call:

    caller → worker   Request
    worker → caller   Ready: the function is imported, the limits hold; the caller starts its clock
    caller → worker   the bytes to work on
    worker → caller   any number of Progress, then Result or Failure
"""

import importlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from math import ceil
from queue import SimpleQueue
from time import process_time
from typing import Any, BinaryIO, Literal, NoReturn

import msgspec

from reportdesk.errors import ReportDeskError

MAX_FRAME = 256 * 2**20  # bytes
_LENGTH = 8  # bytes of the length before each frame
_MOST_LEFT_BEHIND = 64 * 2**20  # bytes that earlier calls may have left in use
_RESERVE = 2.0  # seconds of processor time beyond the limit: the caller's clock comes first

Progress = Callable[[int, int], None]


class Request(msgspec.Struct, frozen=True):
    """Asks for a function by its registered name. `memory` is in bytes of address space."""

    function: str
    arguments: dict[str, Any]
    seconds: float
    memory: int


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The worker waits for the bytes to work on."""


class Step(msgspec.Struct, frozen=True, tag=True):
    """So many parts of the work are done, of so many."""

    done: int
    total: int


class Result(msgspec.Struct, frozen=True, tag=True):
    """What the function returned, in msgpack."""

    value: msgspec.Raw


class Failure(msgspec.Struct, frozen=True, tag=True):
    """Why there is no result: a sentence for the clerk, the end of the memory, or the traceback of another error."""

    kind: Literal["sentence", "memory", "error"]
    text: str = ""


Message = Ready | Step | Result | Failure


def write_frame(file: BinaryIO, content: bytes) -> None:
    """Sends a frame. Raises OSError where the other side has gone."""
    file.write(len(content).to_bytes(_LENGTH, "little"))
    file.write(content)
    file.flush()


def read_frame(file: BinaryIO) -> bytes:
    """The next frame. Raises EOFError at the end, OSError for one of more than MAX_FRAME bytes."""
    length = int.from_bytes(_read(file, _LENGTH), "little")
    if length > MAX_FRAME:
        raise OSError(f"a frame of {length} bytes")
    return _read(file, length)


def _read(file: BinaryIO, length: int) -> bytes:
    content = file.read(length)
    if len(content) < length:
        raise EOFError
    return content


def serve(functions: Mapping[str, str]) -> NoReturn:
    """Answers requests until the caller has gone.

    `functions` are all that may be asked for: name → "module:function". A function takes the bytes, a Progress and the
    arguments of the request by name, and returns what msgspec can encode.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the caller, who ends its workers
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)  # what a library prints is no answer
    server = _Server(requests, answers, functions)
    threading.Thread(target=server.receive, daemon=True).start()
    try:
        while True:
            server.answer()
    finally:
        os._exit(1)  # a usual exit would wait for the thread that reads


class _Server:
    """Answers requests in order; what it has received waits in `_frames`."""

    def __init__(self, requests: BinaryIO, answers: BinaryIO, functions: Mapping[str, str]) -> None:
        self._requests, self._answers, self._functions = requests, answers, functions
        self._frames: SimpleQueue[bytes] = SimpleQueue()
        self._usual_size = 0  # bytes, what this process takes without earlier calls

    def receive(self) -> None:
        """Takes frames; ends the process, whatever it is doing, once the caller has gone."""
        try:
            while True:
                self._frames.put(read_frame(self._requests))
        finally:
            os._exit(0)

    def answer(self) -> None:
        """Answers the next request. Ends the process where earlier ones left too little memory for it."""
        request = msgspec.msgpack.decode(self._frames.get(), type=Request)
        size = _size()
        self._usual_size = self._usual_size or size
        if size > self._usual_size + _MOST_LEFT_BEHIND:
            os._exit(0)
        try:
            module, _, name = self._functions[request.function].partition(":")
            function = getattr(importlib.import_module(module), name)
            self._usual_size += _size() - size
            _limit(request.seconds, request.memory)
            self._send(Ready())
            value = msgspec.msgpack.encode(function(self._frames.get(), self._progress, **request.arguments))
            message: Message = Result(msgspec.Raw(value)) if len(value) < MAX_FRAME // 2 else Failure("memory")
        except MemoryError:
            message = Failure("memory")
        except ReportDeskError as error:
            message = Failure("sentence", str(error))
        except Exception:
            message = Failure("error", traceback.format_exc())
        _limit(None, None)
        self._send(message)

    def _send(self, message: Message) -> None:
        write_frame(self._answers, msgspec.msgpack.encode(message))

    def _progress(self, done: int, total: int) -> None:
        self._send(Step(done, total))


def _size() -> int:
    """The address space of this process, on Windows what it has committed, in bytes."""
    import psutil

    size: int = psutil.Process().memory_info().vms
    return size


def _limit(seconds: float | None, memory: int | None) -> None:
    """Bounds this process from now on; None: no more than it was born with.

    On Windows the caller's job object bounds the memory. The bound on processor time ends a worker whose caller has
    gone while a library in C runs, which lets no thread of Python go on.
    """
    if sys.platform != "win32":
        import resource

        _set(resource.RLIMIT_AS, memory)
        _set(resource.RLIMIT_CPU, None if seconds is None else ceil(process_time() + seconds + _RESERVE))


def _set(kind: int, limit: int | None) -> None:
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(kind)[1]
        if limit is None or hard != resource.RLIM_INFINITY:
            limit = hard if limit is None else min(limit, hard)
        with suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(kind, (limit, hard))
