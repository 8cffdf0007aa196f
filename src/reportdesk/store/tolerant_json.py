"""JSON read as far as it goes: cut off at any character, or spoilt in places.

Our own files have a line for every member, indented by its depth: where something cannot be read, reading goes on at
the next line that starts or ends a member of an object still open. In JSON written otherwise the rest is lost.
"""

import json
import re
from typing import Any

MAX_DEPTH = 12  # of objects read member by member; deeper ones are read whole or not at all
_BLANK = re.compile(r"[ \t\r\n]*")
_LINE = re.compile(r'\n( *)(["}])')
MOST_LOST = 1000  # places, and
MOST_MEMBERS = 50_000  # members: beyond them reading stops, as where the text is cut off
_ESCAPE = 6  # characters of the longest escape that a cut may leave half of

Place = tuple[str, ...]


class _Spoilt(Exception):
    """Something unreadable at this place of the text."""


class TolerantJson:
    """What could be read of a JSON object.

    `content` holds it; `lost` the places that could not be read; `halves` those whose text ends too early; `cut` is
    true where the end of the whole is missing.
    """

    def __init__(self, text: str) -> None:
        self.lost: list[Place] = []
        self.halves: list[Place] = []
        self.cut = False
        self._text = text
        self._decoder = json.JSONDecoder(strict=False)
        self._at = 0
        self._unended = False
        self._left = MOST_MEMBERS
        self.content: dict[str, Any] = {}
        start = text.find("{")
        self._lined = text[start : start + 4] == '{\n "'  # as our own files are
        if start < 0:
            self.cut = True
            return
        self._at = start
        self.content = self._object((), 1)

    def _object(self, place: Place, depth: int) -> dict[str, Any]:
        """The object that starts here; leaves behind it, or where reading can go on in the one around it."""
        found: dict[str, Any] = {}
        self._at += 1
        while True:
            self._skip()
            self._left -= 1
            mark = self._text[self._at : self._at + 1] if self._left > 0 and len(self.lost) < MOST_LOST else ""
            if mark in ('"', "}") and self._belongs_outside(depth - (mark == "}")):
                return found
            if mark == "}":
                self._at += 1
                return found
            if mark == "":
                self.cut = True
                return found
            if mark == "," and found:
                self._at += 1
                continue
            key = ""
            try:
                key = self._string()
                self._expect(":")
                self._at += 1
                self._skip()
                found[key] = self._value((*place, key), depth)
                if self._unended:  # what is read of the object inside is good
                    if not self._go_on(depth):
                        return found
                    continue
                self._expect(",", "}", "")
            except _Spoilt:
                found.pop(key, None)
                self._lose((*place, key) if key else place)
                if not self._go_on(depth):
                    return found

    def _value(self, place: Place, depth: int) -> Any:
        mark = self._text[self._at : self._at + 1]
        if mark == "{" and depth < MAX_DEPTH:
            return self._object(place, depth + 1)
        if mark == '"':
            return self._string(place)
        try:
            value, self._at = self._decoder.raw_decode(self._text, self._at)
        except (ValueError, RecursionError) as error:
            if self._at >= len(self._text):
                self.cut = True
            raise _Spoilt from error
        if self._at >= len(self._text) and mark not in "[{":  # 18 of what was 1832
            self.cut = True
            raise _Spoilt
        return value

    def _string(self, place: Place = ()) -> str:
        """The string that starts here; of one whose end is missing what there is, noted under `halves`."""
        start = self._at
        if self._text[start : start + 1] != '"':
            raise _Spoilt
        try:
            value, end = self._decoder.raw_decode(self._text, start)
            if self._text.find("\n", start, end) < 0:  # no string of ours runs over a line end: a quote is spoilt
                self._at = end
                return str(value)
        except ValueError:
            if self._text.find("\n", start) < 0:
                self.cut, self._at = True, len(self._text)
                return self._half(self._text[start:], place)
        raise _Spoilt

    def _half(self, part: str, place: Place) -> str:
        for less in range(min(_ESCAPE, len(part) - 1) if place else 0):
            try:
                value = json.loads(f'{part[: len(part) - less]}"', strict=False)
            except ValueError:
                continue
            self.halves.append(place)
            return str(value)
        raise _Spoilt

    def _go_on(self, depth: int) -> bool:
        """Goes to the next member of the object at this depth; False behind its end, or (`_unended`) before what
        belongs to the object around it."""
        self._unended = False
        while line := _LINE.search(self._text, self._at):
            indent, mark = len(line[1]), line[2]
            if indent == depth and mark == '"':
                self._at = line.start(2)
                return True
            if indent == depth - 1 and mark == "}":
                self._at = line.end()
                return False
            if indent < depth:
                self._at, self._unended = line.start(), True
                return False
            self._at = line.end()
        self._at, self.cut = len(self._text), True
        return False

    def _belongs_outside(self, indent: int) -> bool:
        """True before a line that is indented less than it should be: the brace before it is gone."""
        if not self._lined:
            return False
        start = self._text.rfind("\n", max(0, self._at - indent), self._at)
        if start < 0 or self._text[start + 1 : self._at].strip(" "):
            return False
        self._at, self._unended = start, True
        return True

    def _lose(self, place: Place) -> None:
        if place in self.halves:
            self.halves.remove(place)
        self.lost.append(place)

    def _expect(self, *marks: str) -> None:
        self._skip()
        if self._text[self._at : self._at + 1] not in marks:
            raise _Spoilt

    def _skip(self) -> None:
        blank = _BLANK.match(self._text, self._at)
        assert blank
        self._at = blank.end()
