"""How one figure turns into another by a slip of the hand: the likely reason behind a wrong figure, and its cost.

Costs order explanations: 1 is an everyday slip, UNLIKE is a figure that no single slip explains. They are relative
weights (minus logarithms up to scale), after the kinds of keying errors that Damerau (1964) found to make up four
fifths of all: one character wrong, missing, extra, or two adjacent ones transposed.
"""

from typing import NamedTuple

UNLIKE = 3.0


class TypingError(NamedTuple):
    """A likely reason in an office's words ("" for none) and its cost."""

    words: str
    cost: float


NO_TYPING_ERROR = TypingError("", UNLIKE)


def explain_typing_error(now: str, should_be: str) -> TypingError:
    """Why `now` may stand where `should_be` belongs; both canonical figures."""
    if now.startswith("-") and now[1:] == should_be:
        return TypingError("多了负号", 0.9)
    if not (now.isdigit() and should_be.isdigit()):
        return NO_TYPING_ERROR
    if len(now) == len(should_be):
        return _same_length(now, should_be)
    if len(now) == len(should_be) - 1:
        if should_be == now + "0":
            return TypingError("少了一个 0，差十倍", 1.0)
        return TypingError("漏了一位数字", 1.1) if _one_dropped(should_be, now) is not None else NO_TYPING_ERROR
    if len(now) == len(should_be) + 1:
        at = _one_dropped(now, should_be)
        if at is None:
            return NO_TYPING_ERROR
        if now == should_be + "0":
            return TypingError("多了一个 0，差十倍", 1.0)
        twice = now[at] in now[max(at - 1, 0) : at] + now[at + 1 : at + 2]
        return TypingError("有一位数字重复了", 1.0) if twice else TypingError("多了一位数字", 1.1)
    if now == (should_be[1:].lstrip("0") or "0"):
        return TypingError("漏了一位数字", 1.1)  # 1032 without its 1 is kept as 32
    return NO_TYPING_ERROR


def _same_length(now: str, should_be: str) -> TypingError:
    different = [i for i in range(len(now)) if now[i] != should_be[i]]
    if len(different) == 1:
        # One digit of one says nothing; one of five can hardly be chance.
        return TypingError("有一位数字不同", 1.15 + 0.6 / len(now))
    if len(different) == 2:
        i, j = different
        if j == i + 1 and now[i] == should_be[j] and now[j] == should_be[i]:
            return TypingError("相邻两位数字颠倒", 1.0)
    return NO_TYPING_ERROR


def _one_dropped(longer: str, shorter: str) -> int | None:
    """Where the one character stands that `longer` has and `shorter` has not."""
    for i, char in enumerate(longer):
        if i == len(shorter) or char != shorter[i]:
            return i if longer[i + 1 :] == shorter[i:] else None
    return None
