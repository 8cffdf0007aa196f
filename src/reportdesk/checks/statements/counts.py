"""Counts: which cells a number counts (新收申请12件), and what there is none of (未收到申请)."""

import re
from collections import deque
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from reportdesk.checks.statements.amounts import Amount
from reportdesk.checks.statements.cell_references import CellReference, CellSum, cell_sums
from reportdesk.checks.statements.claims import Claim
from reportdesk.checks.statements.paragraph_state import LAST_YEAR, MOST_MEMBERS, ParagraphState
from reportdesk.checks.statements.phrase_grouping import Members, PhraseMatch, complete_from_others, group_members
from reportdesk.checks.statements.tokenizer import Clause, Token

ZERO = Amount("count", Fraction(), Fraction(), Fraction())
MOST_BETWEEN = 6  # unknown characters between two phrases: more may narrow what they mean
_MOST_BEFORE = 2  # unknown characters between a phrase and its number: with more it counts something else
_ALL = re.compile(r"已?(?:全部|均|都)")  # behind a number: 12件全部办结, 3件均已答复


class CountReader(ParagraphState):
    """Reads the counts of a clause."""

    def _read_count(
        self, clause: Clause, before: list[PhraseMatch], after: list[PhraseMatch], number: Token, cues: set[str]
    ) -> None:
        """Adds the claims of a number with the phrases right before and behind it and the cues before it.

        Without phrases it counts last year's figure (12件，上年15件), the next member of 分别, the members that wait
        for a number, what the clause before named, or the sum of the sentence (共4件); else it is unknown.
        """
        sure = True
        if before or after:
            chosen = self._counted_members(clause, before, after, number)
            if chosen is None:
                self._note_unknown(number, clause)
                return
            found, sure = chosen
            if self._waiting and (clause.before == "、" or has_distributed_counts(clause)):
                sure = sure and not cues.isdisjoint({"whole", "all_of", "respectively"})
                together = complete_from_others([*self._waiting, *found.references])
                found = Members(together, found.at_once or "all_of" in cues)
        elif self._read_previous_figure(clause, number):
            return
        elif self._distributed:
            found = Members((self._distributed.popleft(),))
        elif self._uncovered_characters(clause, clause.start, number.start):
            self._note_unknown(number, clause)
            return
        elif self._waiting and len(self._waiting) > 1:
            found = Members(complete_from_others(self._waiting), "all_of" in cues)
        elif self._subject:
            found = self._subject
        elif "whole" in cues and (added := self._sum_of_sentence()):
            self._add_claim(
                "figure", clause.start, number, number.amount, (added,), CellReference(self.context.table), True
            )
            return
        else:
            self._note_unknown(number, clause)
            return
        if "respectively" in cues and len(found.references) > 1:
            self._distributed = deque(found.references)
            self._distributed_as = "figure"
            found = Members((self._distributed.popleft(),))
        start = before[0].start if before else number.start if after else clause.start
        end = max([one.end for one in after] or [number.end])
        if len(found.references) > 1 and not found.at_once:
            self._claim_sum(clause, found.references, number, start, end, sure)
            return
        for reference in found.references:
            self._claim_count(clause, reference, number, start, end, sure, bool(after) and not before)

    def _counted_members(
        self, clause: Clause, before: list[PhraseMatch], after: list[PhraseMatch], number: Token
    ) -> tuple[Members, bool] | None:
        """What a number counts by the phrases before and behind it, and whether that is sure.

        None where it is unknown.
        """
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
        if _ALL.match(self.text, number.end) and second.references[0].rows:
            return (first, sure) if before else None  # 12件全部办结: so many there were
        if not before:
            counted = second.references[0]
            bare = all(reference.noun for reference in second.references) and not counted.columns
            if bare and not self._introduced(clause, number):
                return None
            towards = any(token.text == "对" for token in clause.tokens if token.end <= number.start)
            return second, not towards or counted.firm
        one, other = first.references[-1], second.references[0]
        both = group_members(self.form, [*before, *after], self.text)
        if (
            one.firm
            and other.firm
            and len(both.references) == 1
            and both.references[0].rows not in (one.rows, other.rows)
        ):
            return None
        if one.verb and other.firm and self.text[number.start - 1] == "的":
            return None
        return (both if len(both.references) == 1 else first), sure

    def _introduced(self, clause: Clause, number: Token) -> bool:
        """Whether a number before its noun says how many there are: 有3件申请, 3件申请中.

        In 办理3件申请 it does not: that says how many were acted upon.
        """
        if any(
            token.is_cue("whole") or token.text in ("有", "有了")
            for token in clause.tokens
            if token.end <= number.start
        ):
            return True
        return any(token.is_cue("among") for token in clause.tokens if token.start >= number.end)

    def _claim_count(
        self,
        clause: Clause,
        reference: CellReference,
        number: Token,
        start: int,
        end: int,
        sure: bool,
        number_first: bool,
    ) -> None:
        """Adds the claim of a number that counts one reference.

        What the reference leaves open is taken from the whole of the list, from the figure before in the sentence, or
        from the clause before (行政复议方面，维持1件). Words that restrict it (通过网站) make the number unknown or
        not sure.
        """
        parts = self._part_lists[-1]
        whole = parts.whole.reference if parts and parts.whole else None
        inherited = False
        if whole and whole.table == reference.table:
            reference = reference.completed_from(whole)
        elif (last := self._last_reference()) and last.table == reference.table:
            filled = reference.completed_from(
                last if clause.before == "、" or not cell_sums(self.form, reference) else last._replace(columns=())
            )
            inherited = filled.rows != reference.rows or filled.columns != reference.columns
            reference = filled
        elif self._subject and not cell_sums(self.form, reference):
            reference = reference.completed_from(self._subject.references[-1])
        found = cell_sums(self.form, reference)
        if parts and parts.whole and whole and found and found == cell_sums(self.form, whole):
            found = ()  # the whole once more, narrowed by unknown words
        cues = clause.cues
        if inherited and not number_first and self._uncovered_characters(clause, start, number.start) > _MOST_BEFORE:
            found = ()
        if "restricting" in cues and "all_ways" not in cues:
            if not reference.firm:
                found = ()
            sure = False
        if self._is_narrowed_by_kind(clause, start):
            found = ()
        if not found:
            self._note_unknown(number, clause)
            return
        if "timely" in cues or (self.context.cumulative and not self.context.dated):
            sure = False
        if self.context.as_of and not reference.stock:
            sure = False
        self._add_claim("figure", start, number, number.amount, found, reference, sure, end=max(end, number.end))

    def _claim_sum(
        self, clause: Clause, references: Sequence[CellReference], number: Token, start: int, end: int, sure: bool
    ) -> None:
        """Adds the claim of a number that counts several members together: 新收、结转申请共14件."""
        last = self._last_reference()
        parts = [
            cell_sums(self.form, each.completed_from(last) if last and last.table == each.table else each)
            for each in references
        ]
        if not all(parts) or ("restricting" in clause.cues and "all_ways" not in clause.cues):
            self._note_unknown(number, clause)
            return
        added = tuple(term for part in parts for term in part[0])
        together = tuple(row for each in references for rows in each.rows[:1] for row in rows)
        reference = references[0]._replace(
            rows=(together,), columns=_union(m.columns for m in references), groups=_union(m.groups for m in references)
        )
        self._add_claim("figure", start, number, number.amount, (added,), reference, sure, end=max(end, number.end))

    def _read_previous_figure(self, clause: Clause, number: Token) -> bool:
        """Reads last year's figure of what was just counted: 12件（上年15件）, 较上年的15件增加3件.

        False for other numbers.
        """
        if self._last_figure is None or self._last_figure < self._sentence_start or number.amount is None:
            return False
        word = next((token for token in clause.tokens if token.end == number.start), None)
        if word is None or not (
            word.is_cue("last_year") or (word.kind == "compare" and self.context.than == LAST_YEAR)
        ):
            return False
        of = self.claims[self._last_figure]
        if of.measure != "figure" or self._uncovered_characters(clause, clause.start, number.start):
            return False
        self.claims.append(Claim(number.start, number.end, "previous", number.amount, of.possible_sums, of.reference))
        self.context.when = 0
        return True

    def _sum_of_sentence(self) -> CellSum | None:
        """The cells of all figures of this sentence (新收3件、结转1件，共4件).

        None for fewer than two or several tables.
        """
        here = [claim for claim in self._claims_of_sentence() if claim.measure == "figure"]
        if len(here) < 2 or len({claim.reference.table for claim in here if claim.reference}) != 1:
            return None
        return tuple(term for claim in here for term in claim.possible_sums[0])

    def _read_nothing(self, clause: Clause, phrases: list[PhraseMatch]) -> bool:
        """Reads what there is none of (未收到自然人申请). True where the clause states nothing else."""
        none = next((token for token in clause.tokens if token.is_cue("nothing")), None)
        start = none.start if none else clause.start
        covered = {one.start for one in phrases}
        if none and none.start in covered:
            return False
        behind = [one for one in phrases if one.start >= start]
        if clause.numbers:
            if none and none.start < clause.numbers[0].start and behind:
                for number in clause.numbers:
                    self._note_unknown(number, clause)
                return True
            return False
        if not behind or ("restricting" in clause.cues and not behind[-1].reference.firm):
            self._absent = None
            return True
        narrowed = self._uncovered_characters(clause, behind[-1].end, clause.end)  # 未发生复议纠错
        if narrowed or any(self._uncovered_characters(clause, *pair) > MOST_BETWEEN for pair in _gaps(start, behind)):
            self._absent = None
            return True
        found = group_members(self.form, behind, self.text)
        nouns = any(one.reference.noun for one in behind)
        words = Token("number", start, behind[-1].end, self.text[start : behind[-1].end])
        for reference in found.references:
            if self._absent:
                reference = reference.completed_from(self._absent._replace(columns=(), groups=()))
            if reference.verb and not nouns and not reference.columns and not self._absent:
                continue
            self._absent_incomplete = [*self._absent_incomplete, (reference, words)][-MOST_MEMBERS:]
        self._absent = found.references[-1]
        if clause.after != "、" or all(cell_sums(self.form, reference) for reference, _ in self._absent_incomplete):
            self._claim_nothing()
        return True

    def _claim_nothing(self) -> None:
        """Adds a claim for each member of the list.

        What only the last one says holds for all of them: 未制发、废止规范性文件.
        """
        references = [reference for reference, _ in self._absent_incomplete]
        for reference, (_, words) in zip(complete_from_others(references), self._absent_incomplete, strict=True):
            if cells := cell_sums(self.form, reference):
                self._add_claim("figure", words.start, words, ZERO, cells, reference, True, counted=False)
        self._absent_incomplete = []

    def _claim_all_of(self, clause: Clause, phrases: list[PhraseMatch]) -> bool:
        """Reads that all of what was just counted is of one kind: 收到申请12件，均为自然人申请.

        False for other clauses.
        """
        columns = next((one.reference.columns for one in phrases if one.reference.columns), ())
        if self._last_figure is None or not columns:
            return False
        last = self.claims[self._last_figure]
        reference = last.reference
        if (
            not reference
            or reference.columns
            or not reference.rows
            or reference.table != self.context.table
            or last.measure != "figure"
        ):
            return False
        narrowed = reference._replace(columns=columns)
        cells = cell_sums(self.form, narrowed)
        if cells and self._last_figure >= self._sentence_start:
            self.claims.append(Claim(clause.start, clause.end, "figure", last.amount, cells, narrowed, last.sure))
            return True
        return False


def has_distributed_counts(clause: Clause) -> bool:
    """Whether a clause may give a number to members of a list before it: 分别为, 均为, 共."""
    return not clause.cues.isdisjoint({"all_of", "respectively", "whole"})


def _gaps(start: int, phrases: Sequence[PhraseMatch]) -> list[tuple[int, int]]:
    """The places before the first phrase and between two phrases."""
    return [(start, phrases[0].start), *((one.end, other.start) for one, other in pairwise(phrases))]


def _union(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for part in parts for each in part))
