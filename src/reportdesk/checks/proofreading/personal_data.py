"""Personal data in what will be published: identity numbers, mobile numbers, bank cards."""

import re
from collections.abc import Iterator
from datetime import date

from reportdesk.checks.proofreading.proofread_input import Match, ProofreadInput
from reportdesk.checks.proofreading.registry import rule
from reportdesk.form.definition import Rule

# 18 characters, perhaps in groups: 110101200001019999, 110101 20000101 999X.
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{5}[ -]?[0-9]{8}[ -]?[0-9]{3}[0-9Xx](?![0-9A-Za-z])")
# 11 digits, perhaps in groups and with the country's number: 13800001234, +86 138-0000-1234.
_MOBILE = re.compile(
    r"""
    (?<![0-9-])(?:\+?86[ -]?)?
    (?P<number>1[3-9][0-9](?P<gap>[ -]?)[0-9]{4}(?P=gap)[0-9]{4})
    (?![0-9])
    """,
    re.VERBOSE,
)
# 16 to 19 digits, perhaps in groups of four: 6222020000000001, 6222 0200 0000 0001.
_CARD = re.compile(r"(?<![0-9])(?:[3-69][0-9]{15,18}|[3-69][0-9]{3}(?:[ -][0-9]{4}){3}(?:[ -][0-9]{1,3})?)(?![0-9])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@rule("text.identity_number")
def identity_numbers(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Identity numbers (身份证号) with a valid date and check digit."""
    for section in texts.sections_for(rule):
        for found in _IDENTITY.finditer(section.text):
            number = re.sub(r"[ -]", "", found[0])
            if is_identity_number(number):
                yield Match(section.id, *found.span(), quoted=_masked(number))


@rule("text.mobile_number")
def mobile_numbers(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Mobile numbers, except the contact of the office.

    That is the number in the report's basics, or one in the lead-in beside a word of `rule.unless`.
    """
    contact = re.sub(r"\D", "", texts.report.contact.telephone)
    for section in texts.sections_for(rule):
        for found in _MOBILE.finditer(section.text):
            number = re.sub(r"\D", "", found["number"])
            sentence = section.sentence_at(found.start()).text
            if number in contact or (section.id == texts.lead_in and any(w in sentence for w in rule.unless)):
                continue
            yield Match(section.id, *found.span(), quoted=_masked(number))


@rule("text.bank_card")
def bank_cards(texts: ProofreadInput, rule: Rule) -> Iterator[Match]:
    """Bank card numbers: 16 to 19 digits with a valid check digit."""
    for section in texts.sections_for(rule):
        for found in _CARD.finditer(section.text):
            digits = re.sub(r"\D", "", found[0])
            if 16 <= len(digits) <= 19 and luhn(digits) and not is_identity_number(digits):
                yield Match(section.id, *found.span(), quoted=_masked(digits))


def is_identity_number(number: str) -> bool:
    """Whether a number is an identity number by GB 11643: 18 characters with a date of birth and the check digit."""
    if len(number) != 18 or not number[:17].isdigit():
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11]
    return 1900 <= born.year <= 2099 and number[17].upper() == check


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others by Luhn's formula (ISO/IEC 7812-1)."""
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    total = sum(map(int, digits[-1::-2])) + sum(each - 9 if each > 9 else each for each in doubled)
    return total % 10 == 0 and len(set(digits)) > 1


def _masked(number: str) -> str:
    """A number as a list of findings shows it, so that nobody reads it off there: 110…0011."""
    return f"{number[:3]}…{number[-4:]}"
