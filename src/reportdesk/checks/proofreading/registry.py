"""The registry: rule id → the function that looks for its faults."""

from collections.abc import Callable, Iterator

from reportdesk.checks.proofreading.proofread_input import Fault, Reading
from reportdesk.form.definition import Rule

Look = Callable[[Reading, Rule], Iterator[Fault]]
LOOKS: dict[str, Look] = {}


def looks_for(rule: str) -> Callable[[Look], Look]:
    """Registers the function of a rule. It is asked where the form has the rule and the kind of unit fits."""

    def register(look: Look) -> Look:
        LOOKS[rule] = look
        return look

    return register
