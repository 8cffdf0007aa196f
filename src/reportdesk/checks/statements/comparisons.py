"""Percentages of a whole, and changes against last year."""

from collections import deque

from reportdesk.checks.statements.amounts import Amount
from reportdesk.checks.statements.cell_references import CellReference, CellSum, cell_sums
from reportdesk.checks.statements.claims import Measure
from reportdesk.checks.statements.counts import MOST_BETWEEN, CountReader
from reportdesk.checks.statements.phrase_grouping import PhraseMatch, group_members, share_missing_parts
from reportdesk.checks.statements.tokenizer import Clause, Token


class ComparisonReader(CountReader):
    """Reads the percentages and changes of a clause."""

    def _share(self, clause: Clause, before: list[PhraseMatch], number: Token, words: list[Token]) -> None:
        if self.context.when != 0:
            return
        cue = next((token for token in words if token.is_cue("share")), None)
        if cue is None and self._shares and self._dealt == "share":
            self._share_of(clause, self._shares.popleft(), number, (), False)
            return
        if cue is None:
            if clause.before == "（" and self._last is not None and not words:
                self._share_of_claim(self._last, number, (), clause, sure=False)
            return
        base = [one for one in before if one.start >= cue.end]
        subject = [one for one in before if one.start < cue.start]
        if any(
            token.kind in ("compare", "year") or token.is_cue("last_year") for token in words if token.start > cue.start
        ):
            return
        bases = tuple(
            reading
            for each in group_members(self.form, base, self.text).meanings
            for reading in cell_sums(self.form, each)
        )
        if base and not bases:
            return
        if "restricting" in clause.cues:
            return
        if subject:
            found = group_members(self.form, subject, self.text)
            if "respectively" in clause.cues:
                self._shares = deque(share_missing_parts([*self._pending, *found.meanings]))
                self._dealt = "share"
                self._share_of(clause, self._shares.popleft(), number, bases, bool(base))
            elif len(found.meanings) == 1 and not self._of_a_kind(clause, subject[0].start):
                self._share_of(clause, found.meanings[0], number, bases, bool(base))
        elif self._last is not None and self._uncovered_characters(clause, clause.start, cue.start) == 0:
            self._share_of_claim(self._last, number, bases, clause, sure=True)

    def _share_of(
        self, clause: Clause, meaning: CellReference, number: Token, bases: tuple[CellSum, ...], said_base: bool
    ) -> None:
        group = self._groups[-1]
        if meaning.noun and not meaning.columns:
            return
        if group and group.whole and group.whole.meaning:
            meaning = meaning.filled(group.whole.meaning)
        if cells := cell_sums(self.form, meaning):
            self._claim(
                "share", clause.start, number, number.amount, cells, meaning, True, bases=bases, said_base=said_base
            )

    def _share_of_claim(
        self, claim: int, number: Token, bases: tuple[CellSum, ...], clause: Clause, sure: bool
    ) -> None:
        of = self.claims[claim]
        if self._number is not None and self._number.claim != claim:
            return  # it is about a number we do not know
        group = self._groups[-1] or (self._groups[-2] if len(self._groups) > 1 else None)
        said = bool(bases)
        base = group.whole.claim if group and group.whole and not bases else None
        if base is not None and base != claim:
            bases = self.claims[base].readings
        self._claim(
            "share", clause.start, number, number.amount, of.readings, of.meaning, sure, bases=bases, said_base=said
        )
        self.claims[-1] = self.claims[-1]._replace(about=claim, base=base if base != claim else None)

    def _change(self, clause: Clause, before: list[PhraseMatch], number: Token, said: Amount, rising: int) -> None:
        cells: tuple[CellSum, ...]
        meaning: CellReference | None
        about: int | None = None
        if self.context.when != 0 or "respectively" in clause.cues:
            return
        if self.context.than is None and not any(claim.measure == "previous" for claim in self._here()):
            return
        cue = next(t for t in reversed(clause.tokens) if t.is_cue("rise", "fall", "level"))
        if (
            before
            and "restricting" not in clause.cues
            and self._uncovered_characters(clause, clause.start, cue.start) <= MOST_BETWEEN
        ):
            found = group_members(self.form, before, self.text)
            meaning = found.meanings[0]
            if len(found.meanings) > 1 or self._of_a_kind(clause, before[0].start):
                return
            cells = cell_sums(self.form, meaning)
        elif before or self._uncovered_characters(clause, clause.start, cue.start):
            return
        elif (here := self._here()) and here[-1].measure in ("change", "growth"):  # 增加3件，增长20%
            about, meaning, cells = here[-1].about, here[-1].meaning, here[-1].readings
        elif self._last is not None:
            if self._number is not None and self._number.claim != self._last:
                return
            about, of = self._last, self.claims[self._last]
            meaning, cells = of.meaning or CellReference(self.context.table), of.readings
        else:
            return
        if cells:
            measure: Measure = "growth" if said.kind == "percent" else "change"
            self._claim(measure, clause.start, number, said, cells, meaning, True, rising=rising)
            self.claims[-1] = self.claims[-1]._replace(about=about)
