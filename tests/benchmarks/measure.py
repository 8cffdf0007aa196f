"""How a ratio is measured, so that it is the same on a slow, a busy and a fast machine."""

import gc
from collections.abc import Callable
from math import ceil
from statistics import median
from time import process_time

SLICE = 0.005  # seconds that one side of a pair takes at least
PAIRS = 41


def median_ratio(action: Callable[[], object], reference: Callable[[], object], pairs: int = PAIRS) -> float:
    """How much processor time a run of `action` takes ÷ a run of `reference`: the median of interleaved pairs.

    The processor time of all threads of this process is taken, not the time on the wall: beside six busy programs the
    ratio of the one changes by a tenth, that of the other tenfold. A wait is not seen.
    Each side of a pair is run until it has taken `SLICE`, so that the clock is fine enough.
    """
    action_time, reference_time = _time_of_a_run(action), _time_of_a_run(reference)
    slice_ = max(SLICE, action_time, reference_time)
    action_runs, reference_runs = ceil(slice_ / action_time), ceil(slice_ / reference_time)
    gc.freeze()  # collecting is part of the work, but not that of what was there before
    ratios = []
    for _ in range(pairs):
        gc.collect()
        ours = seconds(action, action_runs) / action_runs
        gc.collect()
        theirs = seconds(reference, reference_runs) / reference_runs
        ratios.append(ours / theirs)
    gc.unfreeze()
    return median(ratios)


def seconds(action: Callable[[], object], runs: int = 1) -> float:
    """The processor time of so many runs together, in seconds."""
    start = process_time()
    for _ in range(runs):
        action()
    return process_time() - start


def _time_of_a_run(action: Callable[[], object]) -> float:
    """The quickest of five runs after one to warm up, in seconds."""
    action()
    return min(seconds(action) for _ in range(5))
