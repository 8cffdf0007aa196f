"""Labels of the form as they come back from other programs: broken, re-punctuated, in other brackets."""

import re

_DROPPED = re.compile(r"[\s\u200b\ufeff“”\"'‘’「」.．、，,:：·]+")
_SAME = str.maketrans("（）［］〔〕" + "０１２３４５６７８９", "()[][]" + "0123456789")


def plain_label(text: str) -> str:
    """A label without what varies: blanks, quotes, points and commas, full- and half-width forms."""
    return _DROPPED.sub("", text.translate(_SAME))
