"""The typing error that turns the right figure into the one that stands there, and its cost.

A cost says how unlikely an error is: 1 is an everyday typing error, UNLIKE is a figure that no single typing error
explains. Costs are added up and compared; only their order matters (they are minus logarithms of probabilities, up to
scale). The errors are those that Damerau (1964) found to make up four fifths of all keying errors: one character wrong,
missing or extra, or two adjacent ones transposed. Examples, as typed ← right: 21 ← 12 (相邻两位数字颠倒), 120 ← 12
(多了一个 0), 32 ← 1032 (漏了一位数字), 1223 ← 123 (有一位数字重复了), 13 ← 18 (有一位数字不同).
"""

from typing import NamedTuple

UNLIKE = 3.0


class TypingError(NamedTuple):
    """The reason in words a clerk knows ("" for none) and its cost."""

    reason: str
    cost: float


NO_TYPING_ERROR = TypingError("", UNLIKE)


def explain_typing_error(now: str, should_be: str) -> TypingError:
    """The likeliest typing error with which `should_be` became `now`; both are canonical figures (see `numbers`)."""
    if now.startswith("-") and now[1:] == should_be:
        return TypingError("多了负号", 0.9)
    if not (now.isdigit() and should_be.isdigit()):
        return NO_TYPING_ERROR
    if len(now) == len(should_be):
        return _explain_same_length(now, should_be)
    if len(now) == len(should_be) - 1:
        if should_be == now + "0":
            return TypingError("少了一个 0，差十倍", 1.0)
        return TypingError("漏了一位数字", 1.1) if _extra_character(should_be, now) is not None else NO_TYPING_ERROR
    if len(now) == len(should_be) + 1:
        at = _extra_character(now, should_be)
        if at is None:
            return NO_TYPING_ERROR
        if now == should_be + "0":
            return TypingError("多了一个 0，差十倍", 1.0)
        repeated = now[at] in now[max(at - 1, 0) : at] + now[at + 1 : at + 2]
        return TypingError("有一位数字重复了", 1.0) if repeated else TypingError("多了一位数字", 1.1)
    if now == (should_be[1:].lstrip("0") or "0"):
        return TypingError("漏了一位数字", 1.1)  # 1032 without its 1 is stored as 32
    return NO_TYPING_ERROR


def _explain_same_length(now: str, should_be: str) -> TypingError:
    different = [i for i in range(len(now)) if now[i] != should_be[i]]
    if len(different) == 1:
        # Any two figures of one digit differ in one digit; of two figures of five digits hardly any do by chance.
        return TypingError("有一位数字不同", 1.15 + 0.6 / len(now))
    if len(different) == 2:
        i, j = different
        if j == i + 1 and now[i] == should_be[j] and now[j] == should_be[i]:
            return TypingError("相邻两位数字颠倒", 1.0)
    return NO_TYPING_ERROR


def _extra_character(longer: str, shorter: str) -> int | None:
    """The place of the one character that `longer` has and `shorter` lacks; None where they differ otherwise."""
    for i, char in enumerate(longer):
        if i == len(shorter) or char != shorter[i]:
            return i if longer[i + 1 :] == shorter[i:] else None
    return None
