"""Personal data in what will be published: identity numbers, mobile numbers, bank cards."""

import re
from collections.abc import Iterator
from datetime import date

from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput
from reportdesk.checks.proofreading.registry import rule
from reportdesk.form.definition import Rule

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{5}[ -]?[0-9]{8}[ -]?[0-9]{3}[0-9Xx](?![0-9A-Za-z])")
_MOBILE = re.compile(
    r"(?<![0-9-])(?:\+?86[ -]?)?(?P<number>1[3-9][0-9](?P<gap>[ -]?)[0-9]{4}(?P=gap)[0-9]{4})(?![0-9])"
)
_CARD = re.compile(r"(?<![0-9])(?:[3-69][0-9]{15,18}|[3-69][0-9]{3}(?:[ -][0-9]{4}){3}(?:[ -][0-9]{1,3})?)(?![0-9])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@rule("text.identity_number")
def identity_numbers(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """身份证号 whose date and check digit are right."""
    for passage in reading.where(rule):
        for found in _IDENTITY.finditer(passage.text):
            number = re.sub(r"[ -]", "", found[0])
            if is_identity_number(number):
                yield Match(passage.section, *found.span(), shown=_masked(number))


@rule("text.mobile_number")
def mobile_numbers(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Mobile numbers, unless they are the office's contact: given so with the report, or in the lead-in."""
    contact = re.sub(r"\D", "", reading.report.contact.telephone)
    for passage in reading.where(rule):
        for found in _MOBILE.finditer(passage.text):
            number = re.sub(r"\D", "", found["number"])
            sentence = passage.sentence_at(found.start()).text
            if number in contact or (passage.section == reading.lead_in and any(w in sentence for w in rule.unless)):
                continue
            yield Match(passage.section, *found.span(), shown=_masked(number))


@rule("text.bank_card")
def bank_cards(reading: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Numbers of 16 to 19 digits with the check digit of bank cards."""
    for passage in reading.where(rule):
        for found in _CARD.finditer(passage.text):
            digits = re.sub(r"\D", "", found[0])
            if 16 <= len(digits) <= 19 and luhn(digits) and not is_identity_number(digits):
                yield Match(passage.section, *found.span(), shown=_masked(digits))


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are an identity number: a date of birth and the check digit of GB 11643."""
    if len(number) != 18 or not number[:17].isdigit():
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11]
    return 1900 <= born.year <= 2099 and number[17].upper() == check


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others."""
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    total = sum(map(int, digits[-1::-2])) + sum(each - 9 if each > 9 else each for each in doubled)
    return total % 10 == 0 and len(set(digits)) > 1


def _masked(number: str) -> str:
    """A number that can be shown in a list of findings: nobody should read it off there."""
    return f"{number[:3]}…{number[-4:]}"
