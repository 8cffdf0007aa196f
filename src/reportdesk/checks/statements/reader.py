"""From the clauses of a paragraph to claims about the tables."""

from collections import deque
from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from reportdesk.checks.statements.amounts import Amount
from reportdesk.checks.statements.binding import Members, Said, members, shared
from reportdesk.checks.statements.claims import Claim, Measure
from reportdesk.checks.statements.clauses import Clause, Cut, Token
from reportdesk.checks.statements.meaning import Meaning, Reading, of_phrase, readings
from reportdesk.checks.statements.parts import Group, Item, contradiction
from reportdesk.checks.statements.scene import Scene, Speaker, uncovered
from reportdesk.form import Form

_LAST_YEAR = -1
_ZERO = Amount("count", Fraction(), Fraction(), Fraction())
_NOT_OPEN = {"rise", "fall", "restricting"}  # a clause with these leaves nothing for the next one to count
_MOST_BETWEEN = 6  # so many unknown characters between two phrases may narrow what they mean
_MOST_BEFORE = 2  # and so many between a phrase and its number say that it counts something else


class Reader:
    """Reads one paragraph; `claims` are what it says, `topic` the table the next one begins with."""

    def __init__(self, form: Form, speaker: Speaker, topic: str, paragraph: Cut) -> None:
        self.form, self.text = form, paragraph.text
        self.scene = Scene(form, speaker, topic)
        self.claims: list[Claim] = []
        self._last: int | None = None  # the figure that percentages and changes are about
        self._number: Item | None = None  # the number said last
        self._groups: list[Group | None] = [None]
        self._forget_sentence()
        for number, clause in enumerate(paragraph.clauses):
            self._mark(clause.before)
            if clause.before in "。！？\n":
                self.scene.expect(paragraph.clauses[number : _sentence_end(paragraph.clauses, number)])
            self._read(clause)
        self._mark("。")
        self.topic = self.scene.topic

    # ---- marks ----

    def _forget_sentence(self) -> None:
        self._pending: list[Meaning] = []  # members of a list that wait for their number
        self._open: Members | None = None  # what the clause before speaks of, without a number
        self._shares: deque[Meaning] = deque()  # members that 分别 deals numbers to
        self._dealt: Literal["figure", "share"] = "figure"
        self._none: Meaning | None = None  # what there is none of
        self._sentence_from = len(self.claims)
        self._heard: set[int] = set()  # where the phrases of this clause start

    def _mark(self, mark: str) -> None:
        if mark == "（":
            self._groups.append(Group(self._number))
        elif mark == "）" and len(self._groups) > 1:
            self._close()
            self._groups.pop()
        elif mark in "。！？\n；":
            while len(self._groups) > 1:
                self._close()
                self._groups.pop()
            self._close()
            self._groups = [None]
            self._forget_sentence()
            if mark == "；":
                self.scene.new_part()
            else:
                self.scene.new_sentence()

    def _close(self) -> None:
        if (group := self._groups[-1]) and (found := contradiction(self.form, group, self.claims)):
            self.claims.append(found)
        self._groups[-1] = None

    # ---- clauses ----

    def _read(self, clause: Clause) -> None:
        if clause.before != "、" and clause.before != "（":
            self._none = None
        said = self.scene.hear(clause, self.text)
        if self.scene.silent:
            for number in clause.numbers:
                self._unknown(number, clause)
            self._pending, self._open = [], None
            return
        said = self._with_listed(clause, said)
        self._heard = {one.start for one in said}
        numbers = clause.numbers
        if any(token.is_cue("nothing") for token in clause.tokens) or self._none:
            if self._read_nothing(clause, said):
                return
        if not numbers:
            self._without_number(clause, said)
            return
        for index, number in enumerate(numbers):
            self._read_number(clause, said, index, number)
        self._pending, self._open = [], None
        if any(token.is_cue("among") for token in clause.tokens if token.start >= numbers[-1].end):
            self._groups[-1] = Group(self._number)

    def _without_number(self, clause: Clause, said: list[Said]) -> None:
        if "level" in clause.cues and self.scene.than is not None:
            self._change(clause, said, clause.tokens[-1], _ZERO, 0)
            return
        self._start_group(clause, clause.end)
        if "all_of" in clause.cues and said and self._all_of(clause, said):
            return
        found = members(self.form, said, self.text)
        if clause.after == "、" or (clause.before == "、" and self._pending):
            self._pending += found.meanings
            self._open = Members(shared(self._pending)) if clause.after != "、" else None
        else:
            self._pending = list(found.meanings) if _dealt_out(clause) else []
            self._open = found if found.meanings and clause.cues.isdisjoint(_NOT_OPEN) else None

    def _read_number(self, clause: Clause, said: list[Said], index: int, number: Token) -> None:
        numbers = clause.numbers
        begin = numbers[index - 1].end if index else clause.start
        end = numbers[index + 1].start if index + 1 < len(numbers) else clause.end
        before = [one for one in said if begin <= one.start < number.start]
        after = [one for one in said if number.end <= one.start < end]
        words = [token for token in clause.tokens if begin <= token.start < number.start]
        used = {one.start for one in said}
        cues = {cue for token in words if token.start not in used for cue in token.word.cues}
        self._start_group(clause, number.start)
        assert number.amount
        percent = number.amount.kind == "percent"
        rising = 1 if "rise" in cues else -1 if "fall" in cues else 0
        if rising and not ("reach" in cues and not percent) and (percent or self.scene.than is not None):
            self._change(clause, before, number, number.amount, rising)
        elif percent:
            self._share(clause, before, number, words)
        else:
            last = index + 1 == len(numbers)
            self._figure(clause, before, after if last or not before else [], number, cues)

    def _with_listed(self, clause: Clause, said: list[Said]) -> list[Said]:
        """“其他1件” behind members of a list is one of their like."""
        last = self._number
        if said or last is None or last.meaning is None or last.meaning.table != self.scene.table:
            return said
        group = self._groups[-1]
        whole = group.whole.meaning if group and group.whole else None
        found = []
        for token in clause.tokens:
            for phrase in token.word.phrases:
                if not phrase.listed or phrase.table != self.scene.table:
                    continue
                meaning = of_phrase(phrase, False)
                alike = last.meaning.firm == meaning.firm if meaning.rows else bool(last.meaning.columns)
                if meaning.rows and not _below(self.form, meaning, whole, last.meaning):
                    continue
                if alike:
                    found.append(Said(token.start, token.end, meaning))
        return found[:1]

    # ---- figures ----

    def _figure(self, clause: Clause, before: list[Said], after: list[Said], number: Token, cues: set[str]) -> None:
        sure = True
        if before or after:
            chosen = self._chosen(clause, before, after, number)
            if chosen is None:
                self._unknown(number, clause)
                return
            found, sure = chosen
            if self._pending and (clause.before == "、" or _dealt_out(clause)):
                sure = sure and not cues.isdisjoint({"whole", "all_of", "respectively"})
                together = shared([*self._pending, *found.meanings])
                found = Members(together, found.at_once or "all_of" in cues)
        elif self._beside_last_year(clause, number):
            return
        elif self._shares:
            found = Members((self._shares.popleft(),))
        elif self._unknown_words(clause, clause.start, number.start):
            self._unknown(number, clause)
            return
        elif self._pending and len(self._pending) > 1:
            found = Members(shared(self._pending), "all_of" in cues)
        elif self._open:
            found = self._open
            sure = clause.before != "，" or self._open.meanings[0].table == self.scene.table
        elif "whole" in cues and (added := self._added_up()):
            self._claim("figure", number.start, number, number.amount, (added,), Meaning(self.scene.table), True)
            return
        else:
            self._unknown(number, clause)
            return
        if "respectively" in cues and len(found.meanings) > 1:
            self._shares = deque(found.meanings)
            self._dealt = "figure"
            found = Members((self._shares.popleft(),))
        start = min([one.start for one in before] or [number.start])
        end = max([one.end for one in after] or [number.end])
        if len(found.meanings) > 1 and not found.at_once:
            self._sum(clause, found.meanings, number, start, end, sure)
            return
        for meaning in found.meanings:
            self._one(clause, meaning, number, start, end, sure, bool(after) and not before)

    def _chosen(
        self, clause: Clause, before: list[Said], after: list[Said], number: Token
    ) -> tuple[Members, bool] | None:
        """What a number counts by the phrases before and behind it, and whether that is sure; None for neither."""
        sure = True
        first = members(self.form, before, self.text)
        if before and (unknown := self._unknown_words(clause, before[-1].end, number.start)):
            sure = False
            if unknown > _MOST_BEFORE:
                return None
        for one, other in zip(before, before[1:], strict=False):
            sure = sure and self._unknown_words(clause, one.end, other.start) <= _MOST_BETWEEN
        if not after:
            return first, sure
        second = members(self.form, after, self.text)
        if not before:
            noun = all(meaning.noun or not meaning.rows for meaning in second.meanings)
            towards = any(token.text == "对" for token in clause.tokens if token.end <= number.start)
            if noun and second.meanings[0].rows and not second.meanings[0].columns and not self._introduced(clause, number):
                return None
            return second, not towards or second.meanings[0].firm
        one, other = first.meanings[-1], second.meanings[0]
        both = members(self.form, [*before, *after], self.text)
        if one.firm and other.firm and len(both.meanings) == 1 and both.meanings[0].rows not in (one.rows, other.rows):
            return None
        if one.verb and other.firm and self.text[number.start - 1] == "的":
            return None
        return (both if len(both.meanings) == 1 else first), sure

    def _introduced(self, clause: Clause, number: Token) -> bool:
        """True for “有3件申请” and “3件申请中”: a number before its noun that tells how many there are."""
        if any(token.is_cue("whole") or token.text in ("有", "有了") for token in clause.tokens if token.end <= number.start):
            return True
        return any(token.is_cue("among") for token in clause.tokens if token.start >= number.end)

    def _one(
        self, clause: Clause, meaning: Meaning, number: Token, start: int, end: int, sure: bool, number_first: bool
    ) -> None:
        group = self._groups[-1]
        whole = group.whole.meaning if group and group.whole else None
        inherited = False
        if whole and whole.table == meaning.table:
            meaning = meaning.filled(whole._replace(noun=whole.noun))
        elif (last := self._sibling()) and last.table == meaning.table:
            filled = meaning.filled(last if clause.before == "、" or not readings(self.form, meaning) else last._replace(columns=()))
            inherited = filled.rows != meaning.rows or filled.columns != meaning.columns
            meaning = filled
        found = readings(self.form, meaning)
        if group and group.whole and whole and found and found == readings(self.form, whole):
            found = ()  # the same thing once more, narrowed by words we do not know
        cues = clause.cues
        if inherited and not number_first and self._unknown_words(clause, start, number.start) > _MOST_BEFORE:
            found = ()
        if "restricting" in cues and "all_ways" not in cues:
            if not meaning.firm:
                found = ()
            sure = False
        if self._of_a_kind(clause, start):
            found = ()
        if not found:
            self._unknown(number, clause)
            return
        if "timely" in cues or (self.scene.cumulative and not self.scene.dated):
            sure = False
        if self.scene.as_of and not meaning.stock:
            sure = False
        self._claim("figure", start, number, number.amount, found, meaning, sure, end=max(end, number.end))

    def _sum(
        self, clause: Clause, meanings: Sequence[Meaning], number: Token, start: int, end: int, sure: bool
    ) -> None:
        last = self._sibling()
        parts = [readings(self.form, each.filled(last) if last and last.table == each.table else each) for each in meanings]
        if not all(parts) or ("restricting" in clause.cues and "all_ways" not in clause.cues):
            self._unknown(number, clause)
            return
        added = tuple(term for part in parts for term in part[0])
        rows = tuple(row for each in meanings for row in each.rows[:1] for row in row)
        meaning = meanings[0]._replace(rows=(rows,), columns=_union(m.columns for m in meanings), groups=_union(m.groups for m in meanings))
        self._claim("figure", start, number, number.amount, (added,), meaning, sure, end=max(end, number.end))

    def _beside_last_year(self, clause: Clause, number: Token) -> bool:
        """“12件（上年15件）”, “较上年的15件增加…”: last year's figure of what was just said."""
        if self._last is None or self._last < self._sentence_from or number.amount is None:
            return False
        said = next((token for token in clause.tokens if token.end == number.start), None)
        if said is None or not (said.is_cue("last_year") or (said.kind == "compare" and self.scene.than == _LAST_YEAR)):
            return False
        of = self.claims[self._last]
        if of.measure != "figure" or self._unknown_words(clause, clause.start, number.start):
            return False
        self.claims.append(Claim(number.start, number.end, "previous", number.amount, of.readings, of.meaning))
        self.scene.when = 0
        return True

    def _added_up(self) -> Reading | None:
        """The cells of all figures of this sentence: “新收3件、结转1件，共4件”."""
        here = [claim for claim in self.claims[self._sentence_from :] if claim.measure == "figure"]
        if len(here) < 2 or len({claim.meaning.table for claim in here if claim.meaning}) != 1:
            return None
        return tuple(term for claim in here for term in claim.readings[0])

    # ---- nothing, all of ----

    def _read_nothing(self, clause: Clause, said: list[Said]) -> bool:
        """“未收到…申请”; True when the clause says no more than that."""
        none = next((token for token in clause.tokens if token.is_cue("nothing")), None)
        start = none.start if none else clause.start
        covered = {one.start for one in said}
        if none and none.start in covered:
            return False
        behind = [one for one in said if one.start >= start]
        if clause.numbers:
            if none and none.start < clause.numbers[0].start and behind:
                for number in clause.numbers:
                    self._unknown(number, clause)
                return True
            return False
        if not behind or ("restricting" in clause.cues and not behind[-1].meaning.firm):
            self._none = None
            return True
        narrowed = self._unknown_words(clause, behind[-1].end, clause.end)  # 未发生复议纠错
        if narrowed or any(self._unknown_words(clause, *pair) > _MOST_BETWEEN for pair in _gaps(start, behind)):
            self._none = None
            return True
        found = members(self.form, behind, self.text)
        nouns = any(one.meaning.noun for one in behind)
        for meaning in found.meanings:
            if self._none:
                meaning = meaning.filled(self._none._replace(columns=(), groups=()))
            if meaning.verb and not nouns and not meaning.columns and not self._none:
                continue
            if cells := readings(self.form, meaning):
                token = Token("number", start, behind[-1].end, self.text[start : behind[-1].end])
                self._claim("figure", start, token, _ZERO, cells, meaning, True, counted=False)
        self._none = found.meanings[-1]
        return True

    def _all_of(self, clause: Clause, said: list[Said]) -> bool:
        """“12件，均为自然人申请”: as many as were just said."""
        columns = next((one.meaning.columns for one in said if one.meaning.columns), ())
        if self._last is None or not columns:
            return False
        last = self.claims[self._last]
        meaning = last.meaning
        if not meaning or meaning.columns or not meaning.rows or meaning.table != self.scene.table or last.measure != "figure":
            return False
        narrowed = meaning._replace(columns=columns)
        cells = readings(self.form, narrowed)
        if cells and last.start >= 0 and self._last >= self._sentence_from:
            self.claims.append(
                Claim(clause.start, clause.end, "figure", last.amount, cells, narrowed, last.sure)
            )
            return True
        return False

    # ---- shares, changes ----

    def _share(self, clause: Clause, before: list[Said], number: Token, words: list[Token]) -> None:
        assert number.amount
        cue = next((token for token in words if token.is_cue("share") or token.text == "分别占"), None)
        if cue is None and self._shares and self._dealt == "share":
            self._share_of(clause, self._shares.popleft(), number, (), False)
            return
        if cue is None:
            if clause.before == "（" and self._last is not None and not words:
                self._share_of_claim(self._last, number, (), clause, sure=False)
            return
        base = [one for one in before if one.start >= cue.end]
        subject = [one for one in before if one.start < cue.start]
        if any(token.kind in ("compare", "year") or token.is_cue("last_year") for token in words if token.start > cue.start):
            return
        bases = tuple(
            reading for each in members(self.form, base, self.text).meanings for reading in readings(self.form, each)
        )
        if base and not bases:
            return
        if "restricting" in clause.cues:
            return
        if subject:
            found = members(self.form, subject, self.text)
            if cue.text == "分别占" or cue.is_cue("respectively") or "respectively" in clause.cues:
                self._shares = deque(shared([*self._pending, *found.meanings]))
                self._dealt = "share"
                self._share_of(clause, self._shares.popleft(), number, bases, bool(base))
            elif len(found.meanings) == 1 and not self._of_a_kind(clause, subject[0].start):
                self._share_of(clause, found.meanings[0], number, bases, bool(base))
        elif self._last is not None and self._unknown_words(clause, clause.start, cue.start) == 0:
            self._share_of_claim(self._last, number, bases, clause, sure=True)

    def _share_of(
        self, clause: Clause, meaning: Meaning, number: Token, bases: tuple[Reading, ...], said_base: bool
    ) -> None:
        group = self._groups[-1]
        if meaning.noun and not meaning.columns:
            return
        if group and group.whole and group.whole.meaning:
            meaning = meaning.filled(group.whole.meaning)
        if cells := readings(self.form, meaning):
            self._claim("share", clause.start, number, number.amount, cells, meaning, True, bases=bases, said_base=said_base)

    def _share_of_claim(
        self, claim: int, number: Token, bases: tuple[Reading, ...], clause: Clause, sure: bool
    ) -> None:
        of = self.claims[claim]
        if self._number is not None and self._number.claim != claim:
            return  # it is about a number we do not know
        group = self._groups[-1] or (self._groups[-2] if len(self._groups) > 1 else None)
        said = bool(bases)
        if not bases and group and group.whole and group.whole.claim is not None and group.whole.claim != claim:
            bases = self.claims[group.whole.claim].readings
        self._claim(
            "share", clause.start, number, number.amount, of.readings, of.meaning, sure, bases=bases, said_base=said
        )

    def _change(self, clause: Clause, before: list[Said], number: Token, said: Amount, rising: int) -> None:
        cells: tuple[Reading, ...]
        if self.scene.than is None and not any(c.measure == "previous" for c in self.claims[self._sentence_from :]):
            return
        cue = next(t for t in reversed(clause.tokens) if t.is_cue("rise", "fall", "level"))
        if before and "restricting" not in clause.cues and self._unknown_words(clause, clause.start, cue.start) <= _MOST_BETWEEN:
            found = members(self.form, before, self.text)
            meaning = found.meanings[0]
            if len(found.meanings) > 1 or self._of_a_kind(clause, before[0].start):
                return
            cells = readings(self.form, meaning)
        elif not before and self._last is not None and self._unknown_words(clause, clause.start, cue.start) == 0:
            if self._number is not None and self._number.claim != self._last:
                return
            of = self.claims[self._last]
            meaning, cells = of.meaning or Meaning(self.scene.table), of.readings
        else:
            return
        if cells:
            measure: Measure = "growth" if said.kind == "percent" else "change"
            self._claim(measure, clause.start, number, said, cells, meaning, True, rising=rising)

    # ---- what was said ----

    def _claim(
        self,
        measure: Measure,
        start: int,
        number: Token,
        said: Amount | None,
        cells: tuple[Reading, ...],
        meaning: Meaning | None,
        sure: bool,
        *,
        end: int = 0,
        rising: int = 0,
        bases: tuple[Reading, ...] = (),
        said_base: bool = False,
        counted: bool = True,
    ) -> None:
        assert said
        if measure == "figure":
            money = {bool(self.form.cells[cell].unit) for _, cell in cells[0]}
            if money != {said.kind == "money"} and said.value:
                self._unknown(number, None)
                return
            if self.scene.when == _LAST_YEAR:
                measure = "previous"
            elif any(
                claim.measure == "figure" and claim.readings[0] == cells[0] and claim.amount != said
                for claim in self.claims[self._sentence_from :]
            ):
                sure = False  # two numbers of one thing in a sentence: one of them means something else
        self.claims.append(
            Claim(
                start, end or number.end, measure, said, cells, meaning, sure, rising, bases, said_base, counted=counted
            )
        )
        if measure in ("figure", "previous"):
            self._note(Item(number, len(self.claims) - 1, meaning))
            self._last = len(self.claims) - 1

    def _unknown(self, number: Token, clause: Clause | None) -> None:
        if number.amount and number.amount.kind == "count":
            vague = clause is not None and "restricting" in clause.cues
            self._note(Item(number, None, None, vague))

    def _note(self, item: Item) -> None:
        self._number = item
        if (group := self._groups[-1]) and group.whole is not item:
            group.items.append(item)

    def _start_group(self, clause: Clause, end: int) -> None:
        """“其中” begins a list of parts, “其余” ends what may be missing from it."""
        cues = {cue for token in clause.tokens if token.start < end for cue in token.word.cues}
        if "parts" in cues and any(token.is_cue("parts") and token.start - clause.start <= 1 for token in clause.tokens):
            if self._groups[-1] is None:
                self._groups[-1] = Group(self._number)
            elif self._groups[-1].items:
                self._groups[-1] = Group(self._number)
        if "rest" in cues and (group := self._groups[-1]):
            group.complete = True

    def _sibling(self) -> Meaning | None:
        """What the last figure of this sentence was about."""
        if self._last is None or self._last < self._sentence_from:
            return None
        return self.claims[self._last].meaning

    def _unknown_words(self, clause: Clause, start: int, end: int) -> int:
        return sum(stop - begin for begin, stop in uncovered(clause, start, end, self._heard))

    def _of_a_kind(self, clause: Clause, start: int) -> bool:
        """“道路运输类行政处罚”: words we do not know narrow what follows."""
        if self.text[max(start - 1, 0) : start] not in ("类", "型"):
            return False
        return bool(uncovered(clause, clause.start, start - 1, self._heard))


def _sentence_end(clauses: Sequence[Clause], start: int) -> int:
    return next((n for n in range(start, len(clauses)) if clauses[n].after in "。！？\n"), len(clauses)) + 1


def _dealt_out(clause: Clause) -> bool:
    return not clause.cues.isdisjoint({"all_of", "respectively", "whole"})


def _gaps(start: int, said: Sequence[Said]) -> list[tuple[int, int]]:
    return [(start, said[0].start), *((one.end, other.start) for one, other in zip(said, said[1:], strict=False))]


def _union(parts: "Sequence[tuple[str, ...]] | object") -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for part in parts for each in part))  # type: ignore[attr-defined]


def _below(form: Form, meaning: Meaning, whole: Meaning | None, last: Meaning) -> bool:
    """True when rows of a listed phrase belong where the list stands: below its whole, or beside what came last."""
    from reportdesk.checks.statements.meaning import expanded, within

    if whole and whole.rows and within(form, meaning, whole) and set(expanded(form, whole.table, whole.rows[0])) != set(
        expanded(form, meaning.table, meaning.rows[0])
    ):
        return True
    if whole and whole.firm:
        return False
    return last.firm and len(expanded(form, meaning.table, meaning.rows[0])) > 1
