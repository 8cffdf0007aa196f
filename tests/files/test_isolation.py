"""Worker processes: whatever happens in one, the caller gets an answer or an error, and no worker is left behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import msgspec
import psutil
import pytest
from tests.support.paths import ROOT
from tests.support.worker_functions import COMMAND, LIMITS, Echo

from reportdesk.errors import ReadingError
from reportdesk.files import isolation, worker_process
from reportdesk.files.isolation import CallControl, Limits, WorkerError, Workers

PATIENCE = 20.0  # seconds: a busy computer is slow, not wrong


@pytest.fixture
def workers():
    made = Workers(lambda: COMMAND)
    yield made
    made.close()


def call(workers, function, limits=LIMITS, control=None, data=b"", **arguments):
    return workers.call(function, data, arguments, Echo, limits, control)


def reason(workers, *arguments, **more):
    with pytest.raises(WorkerError) as caught:
        call(workers, *arguments, **more)
    return caught.value.reason


def runs(process):
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def ends(process, seconds=PATIENCE):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not runs(process):
            return True
        time.sleep(0.02)
    return False


# ---- answers


def test_bytes_and_plain_data_go_there_and_back(workers):
    found = call(workers, "echo", data=bytes(range(256)) * 9, 名称="年报.pdf", numbers=[1, 2.5, None])
    assert found.data == bytes(range(256)) * 9
    assert found.arguments == {"名称": "年报.pdf", "numbers": [1, 2.5, None]}
    assert found.process != os.getpid()


def test_a_worker_is_used_again(workers):
    assert len({call(workers, "echo").process for _ in range(5)}) == 1


def test_two_calls_at_once_have_workers_of_their_own(workers):
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda number: call(workers, "add_up", steps=6).process, range(4)))
    assert len(set(found)) == 4
    kept = {call(workers, "echo").process for _ in range(3)}
    assert kept <= set(found)
    assert sum(not ends(each, 0.0 if runs(each) else PATIENCE) for each in found) <= 2  # not more are kept


def test_a_large_file_goes_there_and_back(workers):
    data = os.urandom(2**20) * 20
    assert call(workers, "echo", data=data).data == data


def test_what_the_function_refuses_is_a_sentence(workers):
    with pytest.raises(ReadingError, match="这个文件无法读取。"):
        call(workers, "refuse")


def test_an_error_in_the_function_comes_with_its_traceback(workers):
    process = call(workers, "echo").process
    with pytest.raises(RuntimeError, match="KeyError: 'no such key'"):
        call(workers, "fail")
    assert call(workers, "echo").process == process


def test_only_registered_functions_are_called(workers):
    for name in ("os:system", "reportdesk.files.worker_process:serve", ""):
        with pytest.raises(RuntimeError, match="KeyError"):
            call(workers, name)


def test_what_a_library_prints_is_no_answer(workers):
    assert call(workers, "talk").arguments == {"read": ""}


# ---- limits


@pytest.mark.parametrize("function", ["spin", "spin_in_c"])
@pytest.mark.parametrize("limits", [LIMITS._replace(seconds=0.2), LIMITS._replace(step_seconds=0.2)])
def test_what_takes_too_long_is_killed(workers, function, limits):
    seen = []
    start = time.monotonic()
    assert reason(workers, function, limits, CallControl(lambda done, total: seen.append(done))) == "time"
    assert time.monotonic() - start < PATIENCE
    assert not runs(seen[0])
    assert call(workers, "echo").process != seen[0]


def test_every_step_has_its_own_time_but_not_more_than_the_whole(workers):
    call(workers, "echo")
    patient = LIMITS._replace(step_seconds=2)
    assert call(workers, "add_up", patient, steps=60)  # three seconds
    assert reason(workers, "add_up", patient._replace(seconds=0.5), steps=60) == "time"


def test_the_clock_starts_when_the_worker_is_ready():
    program = "import runpy, sys, time; time.sleep(1.5); runpy.run_path(sys.argv[1], run_name='__main__')"
    workers = Workers(lambda: [sys.executable, "-c", program, COMMAND[1]])
    assert call(workers, "echo", Limits(1, 1, 2**30), data=b"x").data == b"x"
    workers.close()


def test_a_worker_that_does_not_start_in_time_is_killed(monkeypatch):
    monkeypatch.setattr(isolation, "_STARTING", 0.3)
    workers = Workers(lambda: [sys.executable, "-c", "import time; time.sleep(99)"])
    assert reason(workers, "echo") == "died"


def test_too_much_memory_is_refused(workers):
    limits = LIMITS._replace(memory=400 * 2**20)
    assert call(workers, "allocate", limits, megabytes=100).arguments == {"taken": 100 * 2**20}
    assert reason(workers, "allocate", limits, megabytes=500) == "memory"
    assert call(workers, "allocate", LIMITS, megabytes=500)


def test_memory_left_behind_by_earlier_calls_is_not_missing_later(workers):
    found = [call(workers, "leave_behind", LIMITS._replace(memory=400 * 2**20), megabytes=50) for _ in range(20)]
    assert max(each.arguments["times"] for each in found) == 2
    assert len({each.process for each in found}) == 10


def test_an_answer_that_is_too_large_is_refused(workers, monkeypatch):
    assert reason(workers, "big", megabytes=130) == "memory"
    monkeypatch.setattr(worker_process, "MAX_FRAME", 1000)
    assert reason(workers, "big", megabytes=1) == "died"


# ---- ends


@pytest.mark.parametrize("function", ["leave", "be_killed"])
def test_a_worker_that_dies_is_told_and_replaced(workers, function):
    assert reason(workers, function) == "died"
    process = call(workers, "echo").process
    assert reason(workers, function) == "died"
    assert call(workers, "echo").process != process


def test_an_idle_worker_that_was_killed_is_replaced(workers):
    process = call(workers, "echo").process
    os.kill(process, signal.SIGKILL)
    assert call(workers, "echo", data=b"x").data == b"x"
    assert ends(process)


@pytest.mark.parametrize("command", [["/no/such/program"], [sys.executable, "-c", "raise SystemExit(1)"]])
def test_a_worker_that_cannot_start_is_told(command):
    assert reason(Workers(lambda: command), "echo") == "died"


GARBAGE = {
    "not a frame": b"\xff" * 100,
    "a frame that breaks off": (100).to_bytes(8, "little") + b"x",
    "no message": (3).to_bytes(8, "little") + b"\xc1\xc1\xc1",
    "another message": (2).to_bytes(8, "little") + msgspec.msgpack.encode([1]),
    "text": "报告".encode() * 99,
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=list(GARBAGE))
def test_garbage_from_a_worker_is_no_answer(garbage):
    program = f"import sys; sys.stdout.buffer.write({garbage!r}); sys.stdout.flush()"
    workers = Workers(lambda: [sys.executable, "-c", program])
    assert reason(workers, "echo") == "died"
    workers.close()


def test_a_result_of_another_shape_is_no_answer(workers):
    with pytest.raises(WorkerError) as caught:
        workers.call("echo", b"", {}, list[int], LIMITS)
    assert caught.value.reason == "died"


def test_garbage_to_a_worker_ends_it():
    done = subprocess.run(COMMAND, input=b"\xff" * 99, capture_output=True, timeout=PATIENCE)
    assert done.stdout == b""


# ---- progress and stop


def test_progress_comes_in_the_thread_that_calls(workers):
    seen = []
    control = CallControl(lambda done, total: seen.append((done, total, threading.current_thread())))
    call(workers, "add_up", control=control, steps=3)
    assert seen == [(step, 3, threading.current_thread()) for step in range(3)]


def test_a_call_is_stopped_from_another_thread(workers):
    seen = []
    control = CallControl(lambda done, total: seen.append(done))

    def stop():
        while not seen:
            time.sleep(0.01)
        control.stop()

    threading.Thread(target=stop).start()
    assert reason(workers, "spin_in_c", control=control) == "stopped"
    assert not runs(seen[0])
    assert reason(workers, "echo", control=control) == "stopped"
    assert call(workers, "echo")


def test_an_error_in_the_callers_progress_ends_the_worker(workers):
    seen = []

    def progress(done, total):
        seen.append(done)
        raise BrokenPipeError("of the caller's own")

    with pytest.raises(BrokenPipeError, match="of the caller's own"):
        call(workers, "spin", control=CallControl(progress))
    assert ends(seen[0])


def test_closing_stops_what_is_under_way(workers):
    seen = []

    def close(done, total):
        seen.append(done)
        threading.Thread(target=workers.close).start()

    idle = call(workers, "echo").process
    with ThreadPoolExecutor(2) as threads:
        spinning = threads.submit(reason, workers, "spin", control=CallControl(close))
        assert spinning.result(PATIENCE) == "stopped"
    assert ends(seen[0]) and ends(idle)
    assert reason(workers, "echo") == "stopped"


# ---- no worker is left behind


def test_a_worker_ends_after_some_idle_time():
    workers = Workers(lambda: COMMAND, idle_seconds=0.3)
    process = call(workers, "echo").process
    assert ends(process)
    assert call(workers, "echo").process != process
    workers.close()


PARENT = f"""
import sys
sys.path[:0] = {[str(ROOT), str(ROOT / "src")]!r}
import time
from tests.support.worker_functions import COMMAND, LIMITS, Echo
from reportdesk.files.isolation import CallControl, Workers
workers = Workers(lambda: COMMAND)
def tell(done, total):
    print(done, flush=True)
def tell_and_wait(done, total):
    tell(done, total)
    time.sleep(99)
"""


def parent(program):
    command = [sys.executable, "-c", PARENT + program]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("function", ["spin", "spin_in_c"])
def test_a_worker_at_work_ends_when_its_parent_is_killed(function):
    limits = "LIMITS" if function == "spin" else "LIMITS._replace(seconds=1)"
    with parent(f"workers.call({function!r}, b'', {{}}, Echo, {limits}, CallControl(tell_and_wait))") as running:
        worker = int(running.stdout.readline())
        assert runs(worker)
        running.kill()
    assert ends(worker)


@pytest.mark.parametrize(
    "end", ["", "import os; os._exit(0)", "raise SystemExit(2)", "import os; os.kill(os.getpid(), 9)"]
)
def test_an_idle_worker_ends_with_its_parent(end):
    with parent(f"tell(workers.call('echo', b'', {{}}, Echo, LIMITS).process, 0)\n{end}") as running:
        worker = int(running.stdout.readline())
    assert ends(worker)


def test_a_worker_at_work_in_a_thread_ends_with_the_program():
    program = """
import threading
begun = threading.Event()
control = CallControl(lambda done, total: (tell(done, total), begun.set()))
threading.Thread(target=lambda: workers.call('spin', b'', {}, Echo, LIMITS, control), daemon=True).start()
begun.wait(60)
"""
    with parent(program) as running:
        worker = int(running.stdout.readline())
    assert ends(worker)
    assert running.returncode == 0
