"""Ratios of two ways to do the same, measured side by side.

Single runs swing by two on a busy computer; what disturbs one run of a pair disturbs the other too.
"""

from collections.abc import Callable
from statistics import median
from time import perf_counter


def median_ratio(a: Callable[[], object], b: Callable[[], object], pairs: int = 15) -> float:
    """How many times as long `a` takes as `b`: the median of interleaved pairs, after one of each to warm up."""
    seconds(a), seconds(b)
    return median(seconds(a) / seconds(b) for _ in range(pairs))


def seconds(action: Callable[[], object]) -> float:
    """How long one run takes."""
    start = perf_counter()
    action()
    return perf_counter() - start
