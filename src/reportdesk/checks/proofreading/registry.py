"""The registry: id of a rule about texts → the function that finds its matches.

`run` imports the modules with the functions. Rules that `checks.statements` finds (statement.…) and the rule of
unchanged sentences are not in it.
"""

from collections.abc import Callable, Iterator

from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput
from reportdesk.form.definition import Rule

RuleFunction = Callable[[ProofreadInput, Rule], Iterator[Match]]
RULES: dict[str, RuleFunction] = {}


def rule(rule_id: str) -> Callable[[RuleFunction], RuleFunction]:
    """Registers the decorated function for a rule. It is called where the form has the rule for the kind of unit.

    Raises ValueError for a rule that has a function already.
    """

    def register(function: RuleFunction) -> RuleFunction:
        if rule_id in RULES:
            raise ValueError(f"{rule_id} has two functions")
        RULES[rule_id] = function
        return function

    return register
