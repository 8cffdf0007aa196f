"""Percentages of a whole (占83.3%), and changes against last year (同比下降20%, 比上年减少3件, 与上年持平)."""

from collections import deque

from reportdesk.checks.statements.amounts import Amount
from reportdesk.checks.statements.cell_references import CellReference, CellSum, cell_sums
from reportdesk.checks.statements.claims import Measure
from reportdesk.checks.statements.counts import MOST_BETWEEN, CountReader
from reportdesk.checks.statements.phrase_grouping import PhraseMatch, complete_from_others, group_members
from reportdesk.checks.statements.tokenizer import Clause, Token


class ComparisonReader(CountReader):
    """Reads the percentages and changes of a clause."""

    def _read_percentage(self, clause: Clause, before: list[PhraseMatch], number: Token, words: list[Token]) -> None:
        """Adds the claim of a percentage with the phrases before it and the words between it and the number before.

        - 自然人申请10件，占申请总数的83.3%: the phrases behind 占 name the base, those before it what has the share.
        - 自然人、企业分别占80%、20%: the first percentage deals out the others (`_distributed`).
        - 自然人10件，占83.3% or 自然人10件（83.3%）: the share of the last figure; in the bracket it may mean
          something else.
        """
        if self.context.when != 0:
            return
        cue = next((token for token in words if token.is_cue("share")), None)
        if cue is None and self._distributed and self._distributed_as == "share":
            self._claim_share(clause, self._distributed.popleft(), number, (), False)
            return
        if cue is None:
            if clause.before == "（" and self._last_figure is not None and not words:
                self._claim_share_of_earlier(self._last_figure, number, (), clause, sure=False)
            return
        base = [one for one in before if one.start >= cue.end]
        subject = [one for one in before if one.start < cue.start]
        if any(
            token.kind in ("compare", "year") or token.is_cue("last_year") for token in words if token.start > cue.start
        ):
            return
        bases = tuple(
            cells
            for reference in group_members(self.form, base, self.text).references
            for cells in cell_sums(self.form, reference)
        )
        if base and not bases:
            return
        if "restricting" in clause.cues:
            return
        if subject:
            found = group_members(self.form, subject, self.text)
            if "respectively" in clause.cues:
                self._distributed = deque(complete_from_others([*self._waiting, *found.references]))
                self._distributed_as = "share"
                self._claim_share(clause, self._distributed.popleft(), number, bases, bool(base))
            elif len(found.references) == 1 and not self._is_narrowed_by_kind(clause, subject[0].start):
                self._claim_share(clause, found.references[0], number, bases, bool(base))
        elif self._last_figure is not None and self._uncovered_characters(clause, clause.start, cue.start) == 0:
            self._claim_share_of_earlier(self._last_figure, number, bases, clause, sure=True)

    def _claim_share(
        self, clause: Clause, reference: CellReference, number: Token, bases: tuple[CellSum, ...], base_stated: bool
    ) -> None:
        """Adds the claim that what a reference names has a share."""
        parts = self._part_lists[-1]
        if reference.noun and not reference.columns:
            return
        if parts and parts.whole and parts.whole.reference:
            reference = reference.completed_from(parts.whole.reference)
        if cells := cell_sums(self.form, reference):
            self._add_claim(
                "share",
                clause.start,
                number,
                number.amount,
                cells,
                reference,
                True,
                bases=bases,
                base_stated=base_stated,
            )

    def _claim_share_of_earlier(
        self, claim: int, number: Token, bases: tuple[CellSum, ...], clause: Clause, sure: bool
    ) -> None:
        """Adds the claim that the figure of an earlier claim has a share: of `bases`, else of the whole of its list."""
        of = self.claims[claim]
        if self._last_number is not None and self._last_number.claim != claim:
            return  # it is about a number that counts something unknown
        parts = self._part_lists[-1] or (self._part_lists[-2] if len(self._part_lists) > 1 else None)
        stated = bool(bases)
        base = parts.whole.claim if parts and parts.whole and not bases else None
        if base is not None and base != claim:
            bases = self.claims[base].possible_sums
        self._add_claim(
            "share",
            clause.start,
            number,
            number.amount,
            of.possible_sums,
            of.reference,
            sure,
            bases=bases,
            base_stated=stated,
        )
        self.claims[-1] = self.claims[-1]._replace(about_claim=claim, base_claim=base if base != claim else None)

    def _read_change(
        self, clause: Clause, before: list[PhraseMatch], number: Token, amount: Amount, direction: int
    ) -> None:
        """Adds the claim of a change: of what the phrases before it name, else of the last figure.

        收到申请12件，比上年减少3件，下降20%: both changes are about 收到申请12件.
        """
        cells: tuple[CellSum, ...]
        reference: CellReference | None
        about: int | None = None
        if self.context.when != 0 or "respectively" in clause.cues:
            return
        if self.context.than is None and not any(claim.measure == "previous" for claim in self._claims_of_sentence()):
            return
        cue = next(t for t in reversed(clause.tokens) if t.is_cue("rise", "fall", "level"))
        if (
            before
            and "restricting" not in clause.cues
            and self._uncovered_characters(clause, clause.start, cue.start) <= MOST_BETWEEN
        ):
            found = group_members(self.form, before, self.text)
            reference = found.references[0]
            if len(found.references) > 1 or self._is_narrowed_by_kind(clause, before[0].start):
                return
            cells = cell_sums(self.form, reference)
        elif before or self._uncovered_characters(clause, clause.start, cue.start):
            return
        elif (here := self._claims_of_sentence()) and here[-1].measure in ("change", "growth"):  # 增加3件，增长20%
            about, reference, cells = here[-1].about_claim, here[-1].reference, here[-1].possible_sums
        elif self._last_figure is not None:
            if self._last_number is not None and self._last_number.claim != self._last_figure:
                return
            about, of = self._last_figure, self.claims[self._last_figure]
            reference, cells = of.reference or CellReference(self.context.table), of.possible_sums
        else:
            return
        if cells:
            measure: Measure = "growth" if amount.kind == "percent" else "change"
            self._add_claim(measure, clause.start, number, amount, cells, reference, True, direction=direction)
            self.claims[-1] = self.claims[-1]._replace(about_claim=about)
