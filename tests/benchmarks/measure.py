"""How a ratio is measured, so that it is the same on a slow, a busy and a fast machine."""

from collections.abc import Callable
from math import ceil
from statistics import median
from time import perf_counter

SLICE = 0.005  # seconds that one side of a pair takes at least
PAIRS = 41


def median_ratio(action: Callable[[], object], reference: Callable[[], object], pairs: int = PAIRS) -> float:
    """How many times as long a run of `action` takes as a run of `reference`: the median of interleaved pairs.

    Each side of a pair is run so often that both take about the same time. What disturbs the machine then disturbs
    both alike: were one side much shorter, another program would slow down mostly the longer one.
    """
    action_time, reference_time = _time_of_a_run(action), _time_of_a_run(reference)
    slice_ = max(SLICE, action_time, reference_time)
    action_runs, reference_runs = ceil(slice_ / action_time), ceil(slice_ / reference_time)
    ratios = []
    for _ in range(pairs):
        ours = seconds(action, action_runs) / action_runs
        theirs = seconds(reference, reference_runs) / reference_runs
        ratios.append(ours / theirs)
    return median(ratios)


def seconds(action: Callable[[], object], runs: int = 1) -> float:
    """How many seconds so many runs take together."""
    start = perf_counter()
    for _ in range(runs):
        action()
    return perf_counter() - start


def _time_of_a_run(action: Callable[[], object]) -> float:
    """The quickest of five runs after one to warm up, in seconds."""
    action()
    return min(seconds(action) for _ in range(5))
