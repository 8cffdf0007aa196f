"""Every rule about texts has a function, and every function a rule."""

from typing import get_args

import pytest

from reportdesk import form
from reportdesk.checks.proofreading import run
from reportdesk.checks.proofreading.registry import RULES, rule
from reportdesk.checks.statements.claims import Measure

EDITIONS = form.editions()


def rules_of(family):
    """The ids of a family ("text.") by edition."""
    return {edition: {each for each in form.get(edition).rules if each.startswith(family)} for edition in EDITIONS}


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_rule_about_texts_has_a_function(edition):
    assert run.RULES is RULES
    assert rules_of("text.")[edition] <= RULES.keys()


def test_every_function_has_a_rule_in_some_edition():
    assert RULES.keys() == set().union(*rules_of("text.").values())


def test_every_measure_of_a_statement_has_its_rule_and_every_rule_is_of_one():
    """`growth` is told by the rule of changes; a figure that is rough or 0 has rules of its own."""
    expected = {f"statement.{each}" for each in {*get_args(Measure), "about", "nothing"} - {"growth"}}
    found = rules_of("statement.")
    assert set().union(*found.values()) == expected
    assert all(rules in (set(), expected) for rules in found.values())


def test_a_rule_cannot_have_two_functions():
    known = dict(RULES)
    with pytest.raises(ValueError, match=r"text\.year"):
        rule("text.year")(lambda texts, rule: iter(()))
    assert known == RULES
