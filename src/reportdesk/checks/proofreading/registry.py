"""The registry: rule id → the function that looks for its faults."""

from collections.abc import Callable, Iterator

from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput
from reportdesk.form.definition import Rule

RuleFunction = Callable[[ProofreadInput, Rule], Iterator[Match]]
RULES: dict[str, RuleFunction] = {}


def rule(rule: str) -> Callable[[RuleFunction], RuleFunction]:
    """Registers the function of a rule. It is asked where the form has the rule and the kind of unit fits."""

    def register(look: RuleFunction) -> RuleFunction:
        RULES[rule] = look
        return look

    return register
