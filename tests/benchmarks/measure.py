"""How a ratio is measured, so that it is the same on a slow, a busy and a fast machine."""

import gc
from collections.abc import Callable
from math import ceil
from statistics import median
from time import process_time

import psutil

SLICE = 0.005  # seconds that one side of a pair takes at least
PAIRS = 41
Clock = Callable[[], float]


def median_ratio(
    action: Callable[[], object], reference: Callable[[], object], pairs: int = PAIRS, *, with_children: bool = False
) -> float:
    """How much processor time a run of `action` takes ÷ a run of `reference`: the median of interleaved pairs.

    The processor time of all threads of this process is taken (`with_children`: and of the processes that it started
    and that run all the while), not the time on the wall: beside six busy programs the ratio of the one changes by a
    tenth, that of the other tenfold. A wait is not seen.
    Each side of a pair is run until it has taken `SLICE`, so that the clock is fine enough.
    """
    clock = _time_with_children if with_children else process_time
    action_time, reference_time = _time_of_a_run(action, clock), _time_of_a_run(reference, clock)
    slice_ = max(SLICE, action_time, reference_time)
    action_runs, reference_runs = ceil(slice_ / action_time), ceil(slice_ / reference_time)
    gc.freeze()  # collecting is part of the work, but not that of what was there before
    ratios = []
    for _ in range(pairs):
        gc.collect()
        ours = seconds(action, action_runs, clock) / action_runs
        gc.collect()
        theirs = seconds(reference, reference_runs, clock) / reference_runs
        ratios.append(ours / theirs)
    gc.unfreeze()
    return median(ratios)


def seconds(action: Callable[[], object], runs: int = 1, clock: Clock = process_time) -> float:
    """The processor time of so many runs together, in seconds."""
    start = clock()
    for _ in range(runs):
        action()
    return clock() - start


def _time_of_a_run(action: Callable[[], object], clock: Clock) -> float:
    """The quickest of five runs after one to warm up, in seconds."""
    action()
    return min(seconds(action, clock=clock) for _ in range(5))


def _time_with_children() -> float:
    """The processor time of this process and of its children that run, in seconds; theirs to a hundredth."""
    times = [child.cpu_times() for child in psutil.Process().children()]
    return process_time() + sum(each.user + each.system for each in times)
