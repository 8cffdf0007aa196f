"""Counts: which cells a number counts, and what there is none of."""

import re
from collections import deque
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from reportdesk.checks.statements.amounts import Amount
from reportdesk.checks.statements.cell_references import CellReference, CellSum, cell_sums
from reportdesk.checks.statements.claims import Claim
from reportdesk.checks.statements.paragraph_state import LAST_YEAR, MOST_MEMBERS, ParagraphState
from reportdesk.checks.statements.phrase_grouping import Members, PhraseMatch, group_members, share_missing_parts
from reportdesk.checks.statements.tokenizer import Clause, Token

ZERO = Amount("count", Fraction(), Fraction(), Fraction())
MOST_BETWEEN = 6  # so many unknown characters between two phrases may narrow what they mean
_MOST_BEFORE = 2  # and so many between a phrase and its number say that it counts something else
_ALL = re.compile(r"已?(?:全部|均|都)")


class CountReader(ParagraphState):
    """Reads the counts of a clause."""

    def _figure(
        self, clause: Clause, before: list[PhraseMatch], after: list[PhraseMatch], number: Token, cues: set[str]
    ) -> None:
        sure = True
        if before or after:
            chosen = self._chosen(clause, before, after, number)
            if chosen is None:
                self._unknown(number, clause)
                return
            found, sure = chosen
            if self._pending and (clause.before == "、" or has_distributed_counts(clause)):
                sure = sure and not cues.isdisjoint({"whole", "all_of", "respectively"})
                together = share_missing_parts([*self._pending, *found.meanings])
                found = Members(together, found.at_once or "all_of" in cues)
        elif self._beside_last_year(clause, number):
            return
        elif self._shares:
            found = Members((self._shares.popleft(),))
        elif self._uncovered_characters(clause, clause.start, number.start):
            self._unknown(number, clause)
            return
        elif self._pending and len(self._pending) > 1:
            found = Members(share_missing_parts(self._pending), "all_of" in cues)
        elif self._open:
            found = self._open
        elif "whole" in cues and (added := self._added_up()):
            self._claim(
                "figure", clause.start, number, number.amount, (added,), CellReference(self.context.table), True
            )
            return
        else:
            self._unknown(number, clause)
            return
        if "respectively" in cues and len(found.meanings) > 1:
            self._shares = deque(found.meanings)
            self._dealt = "figure"
            found = Members((self._shares.popleft(),))
        start = before[0].start if before else number.start if after else clause.start
        end = max([one.end for one in after] or [number.end])
        if len(found.meanings) > 1 and not found.at_once:
            self._sum(clause, found.meanings, number, start, end, sure)
            return
        for meaning in found.meanings:
            self._one(clause, meaning, number, start, end, sure, bool(after) and not before)

    def _chosen(
        self, clause: Clause, before: list[PhraseMatch], after: list[PhraseMatch], number: Token
    ) -> tuple[Members, bool] | None:
        """What a number counts by the phrases before and behind it, and whether that is sure; None for neither."""
        sure = True
        first = group_members(self.form, before, self.text)
        if before and (unknown := self._uncovered_characters(clause, before[-1].end, number.start)):
            sure = False
            if unknown > _MOST_BEFORE:
                return None
        sure = sure and all(
            self._uncovered_characters(clause, one.end, other.start) <= MOST_BETWEEN for one, other in pairwise(before)
        )
        if not after:
            return first, sure
        second = group_members(self.form, after, self.text)
        if _ALL.match(self.text, number.end) and second.meanings[0].rows:
            return (first, sure) if before else None  # 12件全部办结: so many there were
        if not before:
            counted = second.meanings[0]
            bare = all(meaning.noun for meaning in second.meanings) and not counted.columns
            if bare and not self._introduced(clause, number):
                return None
            towards = any(token.text == "对" for token in clause.tokens if token.end <= number.start)
            return second, not towards or counted.firm
        one, other = first.meanings[-1], second.meanings[0]
        both = group_members(self.form, [*before, *after], self.text)
        if one.firm and other.firm and len(both.meanings) == 1 and both.meanings[0].rows not in (one.rows, other.rows):
            return None
        if one.verb and other.firm and self.text[number.start - 1] == "的":
            return None
        return (both if len(both.meanings) == 1 else first), sure

    def _introduced(self, clause: Clause, number: Token) -> bool:
        """True for “有3件申请” and “3件申请中”: a number before its noun that tells how many there are."""
        if any(
            token.is_cue("whole") or token.text in ("有", "有了")
            for token in clause.tokens
            if token.end <= number.start
        ):
            return True
        return any(token.is_cue("among") for token in clause.tokens if token.start >= number.end)

    def _one(
        self,
        clause: Clause,
        meaning: CellReference,
        number: Token,
        start: int,
        end: int,
        sure: bool,
        number_first: bool,
    ) -> None:
        group = self._groups[-1]
        whole = group.whole.meaning if group and group.whole else None
        inherited = False
        if whole and whole.table == meaning.table:
            meaning = meaning.filled(whole)
        elif (last := self._sibling()) and last.table == meaning.table:
            filled = meaning.filled(
                last if clause.before == "、" or not cell_sums(self.form, meaning) else last._replace(columns=())
            )
            inherited = filled.rows != meaning.rows or filled.columns != meaning.columns
            meaning = filled
        elif self._open and not cell_sums(self.form, meaning):
            meaning = meaning.filled(self._open.meanings[-1])  # 行政复议方面，维持1件
        found = cell_sums(self.form, meaning)
        if group and group.whole and whole and found and found == cell_sums(self.form, whole):
            found = ()  # the same thing once more, narrowed by words we do not know
        cues = clause.cues
        if inherited and not number_first and self._uncovered_characters(clause, start, number.start) > _MOST_BEFORE:
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
        if "timely" in cues or (self.context.cumulative and not self.context.dated):
            sure = False
        if self.context.as_of and not meaning.stock:
            sure = False
        self._claim("figure", start, number, number.amount, found, meaning, sure, end=max(end, number.end))

    def _sum(
        self, clause: Clause, meanings: Sequence[CellReference], number: Token, start: int, end: int, sure: bool
    ) -> None:
        last = self._sibling()
        parts = [
            cell_sums(self.form, each.filled(last) if last and last.table == each.table else each) for each in meanings
        ]
        if not all(parts) or ("restricting" in clause.cues and "all_ways" not in clause.cues):
            self._unknown(number, clause)
            return
        added = tuple(term for part in parts for term in part[0])
        together = tuple(row for each in meanings for reading in each.rows[:1] for row in reading)
        meaning = meanings[0]._replace(
            rows=(together,), columns=_union(m.columns for m in meanings), groups=_union(m.groups for m in meanings)
        )
        self._claim("figure", start, number, number.amount, (added,), meaning, sure, end=max(end, number.end))

    def _beside_last_year(self, clause: Clause, number: Token) -> bool:
        """“12件（上年15件）”, “较上年的15件增加…”: last year's figure of what was just said."""
        if self._last is None or self._last < self._sentence_from or number.amount is None:
            return False
        said = next((token for token in clause.tokens if token.end == number.start), None)
        if said is None or not (
            said.is_cue("last_year") or (said.kind == "compare" and self.context.than == LAST_YEAR)
        ):
            return False
        of = self.claims[self._last]
        if of.measure != "figure" or self._uncovered_characters(clause, clause.start, number.start):
            return False
        self.claims.append(Claim(number.start, number.end, "previous", number.amount, of.readings, of.meaning))
        self.context.when = 0
        return True

    def _added_up(self) -> CellSum | None:
        """The cells of all figures of this sentence: “新收3件、结转1件，共4件”."""
        here = [claim for claim in self._here() if claim.measure == "figure"]
        if len(here) < 2 or len({claim.meaning.table for claim in here if claim.meaning}) != 1:
            return None
        return tuple(term for claim in here for term in claim.readings[0])

    def _read_nothing(self, clause: Clause, said: list[PhraseMatch]) -> bool:
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
        narrowed = self._uncovered_characters(clause, behind[-1].end, clause.end)  # 未发生复议纠错
        if narrowed or any(self._uncovered_characters(clause, *pair) > MOST_BETWEEN for pair in _gaps(start, behind)):
            self._none = None
            return True
        found = group_members(self.form, behind, self.text)
        nouns = any(one.meaning.noun for one in behind)
        words = Token("number", start, behind[-1].end, self.text[start : behind[-1].end])
        for meaning in found.meanings:
            if self._none:
                meaning = meaning.filled(self._none._replace(columns=(), groups=()))
            if meaning.verb and not nouns and not meaning.columns and not self._none:
                continue
            self._none_open = [*self._none_open, (meaning, words)][-MOST_MEMBERS:]
        self._none = found.meanings[-1]
        if clause.after != "、" or all(cell_sums(self.form, meaning) for meaning, _ in self._none_open):
            self._say_nothing()
        return True

    def _say_nothing(self) -> None:
        """“未制发、废止规范性文件”: none of each, what only the last says holding for all."""
        meanings = [meaning for meaning, _ in self._none_open]
        for meaning, (_, words) in zip(share_missing_parts(meanings), self._none_open, strict=True):
            if cells := cell_sums(self.form, meaning):
                self._claim("figure", words.start, words, ZERO, cells, meaning, True, counted=False)
        self._none_open = []

    def _all_of(self, clause: Clause, said: list[PhraseMatch]) -> bool:
        """“12件，均为自然人申请”: as many as were just said."""
        columns = next((one.meaning.columns for one in said if one.meaning.columns), ())
        if self._last is None or not columns:
            return False
        last = self.claims[self._last]
        meaning = last.meaning
        if (
            not meaning
            or meaning.columns
            or not meaning.rows
            or meaning.table != self.context.table
            or last.measure != "figure"
        ):
            return False
        narrowed = meaning._replace(columns=columns)
        cells = cell_sums(self.form, narrowed)
        if cells and self._last >= self._sentence_from:
            self.claims.append(Claim(clause.start, clause.end, "figure", last.amount, cells, narrowed, last.sure))
            return True
        return False


def has_distributed_counts(clause: Clause) -> bool:
    return not clause.cues.isdisjoint({"all_of", "respectively", "whole"})


def _gaps(start: int, said: Sequence[PhraseMatch]) -> list[tuple[int, int]]:
    return [(start, said[0].start), *((one.end, other.start) for one, other in pairwise(said))]


def _union(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for part in parts for each in part))
