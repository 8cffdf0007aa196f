"""Older revisions of the format, brought to ours step by step.

A step takes the content of report.json as the revision before it wrote it and returns it as its own revision would;
it leaves alone what it does not know. To raise `REVISION`: write the step here, keep a file of the revision
before in tests/data/revisions, and test the step in tests/store/test_migrations.py (which fails until you do).

    @step(to=1)
    def spell_out_kinds(raw: dict[str, Any]) -> dict[str, Any]: ...
"""

from collections.abc import Callable
from typing import Any

REVISION = 0  # of the format as this program writes it

Step = Callable[[dict[str, Any]], dict[str, Any]]
Registry = dict[int, Step]

STEPS: Registry = {}


def revision_of(raw: dict[str, Any]) -> int:
    """The revision of the format; 0 where it is not told."""
    revision = raw.get("format_revision")
    return revision if isinstance(revision, int) and revision > 0 else 0


def step(to: int, registry: Registry = STEPS) -> Callable[[Step], Step]:
    """Registers the step that leads to a revision. Each follows the one before: ValueError otherwise."""

    def register(function: Step) -> Step:
        if to != len(registry) + 1:
            raise ValueError(f"the step to revision {to} does not follow {len(registry)}")
        registry[to] = function
        return function

    return register


def migrate(raw: dict[str, Any], registry: Registry = STEPS, to: int = REVISION) -> dict[str, Any]:
    """A content brought to a revision; one of that revision or a later one as it is. `raw` is not changed.

    What a step raises for a content that is not as its revision promised is passed on.
    """
    import copy

    if revision_of(raw) >= to:
        return raw
    content = copy.deepcopy(raw)
    for revision in range(revision_of(raw) + 1, to + 1):
        content = {**registry[revision](content), "format_revision": revision}
    return content
