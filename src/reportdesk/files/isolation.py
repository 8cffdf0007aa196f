"""Work that may take too long, or too much memory, is done in worker processes, which can be killed.

A worker is kept for the next call. The caller names a function that the worker has registered (see worker_process) and
hands it bytes and plain data; what comes back is plain data. No worker outlives this process.
"""

import atexit
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, BinaryIO, Literal, NamedTuple, TypeVar, cast

import msgspec

from reportdesk.errors import ReadingError
from reportdesk.files.worker_process import (
    Failure,
    Message,
    Progress,
    Ready,
    Request,
    Result,
    read_frame,
    write_frame,
)

if sys.platform == "win32":
    from reportdesk.files.job_object import JobObject

Answer = TypeVar("Answer")
Reason = Literal["time", "memory", "stopped", "died"]

_STARTING = 60.0  # seconds until a worker is ready: a busy computer starts programs slowly
_IDLE = 60.0  # seconds until a worker without work ends
_MOST_IDLE = 2


class Limits(NamedTuple):
    """What a call may take: seconds in all and until the next report of progress, and bytes of memory.

    The clock starts when the worker is ready. The memory is all of the worker's address space (POSIX) or all that it
    has committed (Windows); macOS does not hold to it.
    """

    seconds: float
    step_seconds: float
    memory: int


class WorkerError(Exception):
    """A call without an answer: out of time or memory, stopped by the caller, or the worker died."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason


class CallControl:
    """Follows calls and stops them, from any thread. `on_progress(done, total)` runs in the thread that calls."""

    def __init__(self, on_progress: Progress | None = None) -> None:
        self.on_progress = on_progress
        self._lock = threading.Lock()
        self._stopped = False
        self._ends: set[Callable[[Reason], None]] = set()

    @property
    def stopped(self) -> bool:
        """Whether `stop` was called."""
        return self._stopped

    def stop(self) -> None:
        """Ends the call under way, and every later one at once: they raise WorkerError("stopped")."""
        with self._lock:
            self._stopped = True
            for end in self._ends:
                end("stopped")

    @contextmanager
    def ending_by(self, end: Callable[[Reason], None]) -> Iterator[None]:
        """Within, `stop` calls `end`."""
        with self._lock:
            if self._stopped:
                raise WorkerError("stopped")
            self._ends.add(end)
        try:
            yield
        finally:
            with self._lock:
                self._ends.discard(end)


class Workers:
    """Worker processes of one kind, started by `command` when they are needed and kept for `idle_seconds`."""

    def __init__(self, command: Callable[[], Sequence[str]], idle_seconds: float = _IDLE) -> None:
        self._command = command
        self._idle_seconds = idle_seconds
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._closed = False
        atexit.register(self.close)

    def call(
        self,
        function: str,
        data: bytes,
        arguments: dict[str, Any],
        answer: type[Answer],
        limits: Limits,
        control: CallControl | None = None,
    ) -> Answer:
        """What a registered function returns for these bytes and arguments, as the type `answer`.

        Raises ReadingError with the function's own sentence, WorkerError, or RuntimeError with the traceback of any
        other error in the function. Safe from any thread; calls at the same time use workers of their own.
        """
        request = Request(function, arguments, limits.seconds, limits.memory)
        control = control or CallControl()
        while True:
            worker = self._take()
            try:
                message = worker.call(request, data, limits, control)
                value = msgspec.msgpack.decode(message.value, type=answer) if isinstance(message, Result) else None
            except BaseException as error:
                self._end(worker)
                if isinstance(error, msgspec.MsgspecError):
                    raise WorkerError("died", str(error)) from error
                # A worker that has worked before may have been ended from outside, or itself for want of memory.
                if worker.reused and isinstance(error, WorkerError) and error.reason == "died":
                    continue
                raise
            self._keep(worker)
            if isinstance(message, Failure):
                raise ReadingError(message.text) if message.kind == "sentence" else RuntimeError(message.text)
            return cast(Answer, value)

    def close(self) -> None:
        """Ends all workers; calls under way, and later ones, raise WorkerError("stopped")."""
        with self._lock:
            self._closed = True
            workers = list(self._all)
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.retirement.cancel()
            self._end(worker)
        for worker in workers:
            worker.kill("stopped")

    def _take(self) -> "_Worker":
        with self._lock:
            if self._closed:
                raise WorkerError("stopped")
            if self._idle:
                worker = self._idle.pop()
                worker.retirement.cancel()
                worker.reused = True
                return worker
        try:
            worker = _Worker(self._command())
        except (OSError, ValueError) as error:
            raise WorkerError("died", str(error)) from error
        with self._lock:
            self._all.add(worker)
            closed = self._closed
        if closed:
            self._end(worker)
            raise WorkerError("stopped")
        return worker

    def _keep(self, worker: "_Worker") -> None:
        with self._lock:
            if len(self._idle) < _MOST_IDLE and not self._closed:
                worker.retirement = threading.Timer(self._idle_seconds, self._retire, [worker])
                worker.retirement.daemon = True
                worker.retirement.start()
                self._idle.append(worker)
                return
        self._end(worker)

    def _retire(self, worker: "_Worker") -> None:
        with self._lock:
            if worker not in self._idle:
                return
            self._idle.remove(worker)
        self._end(worker)

    def _end(self, worker: "_Worker") -> None:
        worker.close()
        with self._lock:
            self._all.discard(worker)


class _Worker:
    """A worker process as its caller sees it: idle, or with one call under way."""

    retirement: threading.Timer

    def __init__(self, command: Sequence[str]) -> None:
        self.reused = False
        self._reason: Reason = "died"
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._requests = cast(BinaryIO, self._process.stdin)
        self._answers = cast(BinaryIO, self._process.stdout)
        if sys.platform == "win32":
            try:
                self._job = JobObject(self._process.pid)
            except OSError:
                self.close()
                raise

    def call(self, request: Request, data: bytes, limits: Limits, control: CallControl) -> Result | Failure:
        """The answer to a request. Raises WorkerError; the worker is of no more use then."""
        self._reason = "died"
        with control.ending_by(self.kill), _Clock(self.kill) as clock:
            if sys.platform == "win32":
                self._job.limit_memory(limits.memory)
            self._send(msgspec.msgpack.encode(request))
            while True:
                message = self._receive()
                if isinstance(message, Failure) and message.kind == "memory":
                    raise WorkerError("memory")
                if isinstance(message, Result | Failure):
                    return message
                clock.step(limits.step_seconds)
                if isinstance(message, Ready):
                    clock.start(limits.seconds)
                    self._send(data)
                elif control.on_progress:
                    control.on_progress(message.done, message.total)

    def _send(self, content: bytes) -> None:
        try:
            write_frame(self._requests, content)
        except OSError as error:
            raise self._error(error) from error

    def _receive(self) -> Message:
        try:
            message: Message = msgspec.msgpack.decode(read_frame(self._answers), type=Message)
        except (OSError, EOFError, msgspec.MsgspecError) as error:
            raise self._error(error) from error
        return message

    def _error(self, error: Exception) -> WorkerError:
        return WorkerError(self._reason, f"{error!r}, exit status {self._process.poll()}")

    def kill(self, reason: Reason) -> None:
        """Ends the process, from any thread: its pipes break, and the call under way raises WorkerError(reason)."""
        with self._lock:
            if self._process.poll() is None:
                if self._reason == "died":
                    self._reason = reason
                self._process.kill()

    def close(self) -> None:
        """Ends the process, and waits until it has gone."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._requests, self._answers):
            with suppress(OSError):  # what could not be sent any more
                pipe.close()
        if sys.platform == "win32" and hasattr(self, "_job"):
            self._job.close()


class _Clock:
    """Calls `end` in a thread of its own once the time is up: of the start, of a step, or of the whole call."""

    def __init__(self, end: Callable[[Reason], None]) -> None:
        self._end = end
        self._reason: Reason = "died"  # until the worker is ready
        self._changed = threading.Condition()
        self._whole = float("inf")
        self._until: float | None = monotonic() + _STARTING
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def start(self, seconds: float) -> None:
        """The whole call may take so long from now."""
        with self._changed:
            self._reason = "time"
            self._whole = monotonic() + seconds
            self._changed.notify()

    def step(self, seconds: float) -> None:
        """The next step may take so long from now."""
        with self._changed:
            self._until = monotonic() + seconds
            self._changed.notify()

    def __enter__(self) -> "_Clock":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._until = None
            self._changed.notify()

    def _watch(self) -> None:
        with self._changed:
            while self._until is not None:
                left = min(self._until, self._whole) - monotonic()
                if left <= 0:
                    self._end(self._reason)
                    return
                self._changed.wait(left)
