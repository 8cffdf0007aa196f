"""What a reader keeps in mind while it goes through a paragraph, and how it notes down a claim."""

from collections import deque
from typing import Literal

from reportdesk.checks.statements.amounts import Amount
from reportdesk.checks.statements.cell_references import CellReference, CellSum
from reportdesk.checks.statements.claims import Claim, Measure
from reportdesk.checks.statements.discourse_context import DiscourseContext, Speaker, uncovered_stretches
from reportdesk.checks.statements.language import grammar
from reportdesk.checks.statements.parts_of_wholes import Group, Item, contradiction
from reportdesk.checks.statements.phrase_grouping import Members
from reportdesk.checks.statements.tokenizer import Clause, Token
from reportdesk.form import Form
from reportdesk.text.sentences import FULL_WIDTH_STOPS

LAST_YEAR = -1
MOST_MEMBERS = 24  # of a list; so far back a sentence is remembered


class ParagraphState:
    """The state of a paragraph that is being read."""

    def __init__(self, form: Form, speaker: Speaker, topic: str, text: str) -> None:
        self.form, self.text = form, text
        self.context = DiscourseContext(form, speaker, topic)
        self.claims: list[Claim] = []
        self._last: int | None = None  # the figure that percentages and changes are about
        self._number: Item | None = None  # the number said last
        self._groups: list[Group | None] = [None]  # wholes whose parts are listed, one a bracket
        self._forget_sentence()

    def _forget_sentence(self) -> None:
        self._pending: list[CellReference] = []  # members of a list that wait for their number
        self._open: Members | None = None  # what the clause before speaks of, without a number
        self._shares: deque[CellReference] = deque()  # members that 分别 deals numbers to
        self._dealt: Literal["figure", "share"] = "figure"
        self._none: CellReference | None = None  # what there is none of
        self._none_open: list[tuple[CellReference, Token]] = []  # the same, while its rows or columns are not yet said
        self._sentence_from = len(self.claims)
        self._heard: set[int] = set()  # where the phrases of this clause start

    def _mark(self, mark: str) -> None:
        if mark == "（":
            self._groups.append(Group(self._number))
        elif mark == "）" and len(self._groups) > 1:
            self._close()
            self._groups.pop()
        elif mark in FULL_WIDTH_STOPS + "\n":
            while len(self._groups) > 1:
                self._close()
                self._groups.pop()
            self._close()
            self._groups = [None]
            self._forget_sentence()
            if mark == "；":
                self.context.new_part()
            else:
                self.context.new_sentence()

    def _close(self) -> None:
        if (group := self._groups[-1]) and (found := contradiction(self.form, group, self.claims)):
            self.claims.append(found)
        self._groups[-1] = None

    def _claim(
        self,
        measure: Measure,
        start: int,
        number: Token,
        said: Amount | None,
        cells: tuple[CellSum, ...],
        meaning: CellReference | None,
        sure: bool,
        *,
        end: int = 0,
        rising: int = 0,
        bases: tuple[CellSum, ...] = (),
        said_base: bool = False,
        counted: bool = True,
    ) -> None:
        assert said
        if measure == "figure":
            money = {self.form.cells[cell].unit in grammar().money for _, cell in cells[0]}
            if money != {said.kind == "money"} and said.value:
                self._unknown(number, None)
                return
            if self.context.when == LAST_YEAR:
                measure = "previous"
            elif any(
                claim.measure == "figure" and claim.readings[0] == cells[0] and claim.amount != said
                for claim in self._here()
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
            vague = clause is not None and "ways" in clause.cues
            self._note(Item(number, None, None, vague))

    def _note(self, item: Item) -> None:
        self._number = item
        if (group := self._groups[-1]) and group.whole is not item:
            group.items.append(item)

    def _start_group(self, clause: Clause, end: int) -> None:
        """“其中” begins a list of parts, “其余” ends what may be missing from it."""
        cues = {cue for token in clause.tokens if token.start < end for cue in token.word.cues}
        begins = any(token.is_cue("parts") and token.start - clause.start <= 1 for token in clause.tokens)
        if "parts" in cues and begins and (self._groups[-1] is None or self._groups[-1].items):
            self._groups[-1] = Group(self._number)
        if "rest" in cues and (group := self._groups[-1]):
            group.complete = True

    def _sibling(self) -> CellReference | None:
        """What the last figure of this sentence was about."""
        if self._last is None or self._last < self._sentence_from:
            return None
        return self.claims[self._last].meaning

    def _here(self) -> list[Claim]:
        """The claims of this sentence, the last ones of an endless one."""
        return self.claims[max(self._sentence_from, len(self.claims) - MOST_MEMBERS) :]

    def _uncovered_characters(self, clause: Clause, start: int, end: int) -> int:
        return sum(stop - begin for begin, stop in uncovered_stretches(clause, start, end, self._heard))

    def _of_a_kind(self, clause: Clause, start: int) -> bool:
        """“道路运输类行政处罚”: words we do not know narrow what follows."""
        if self.text[max(start - 1, 0) : start] not in ("类", "型"):
            return False
        return bool(uncovered_stretches(clause, clause.start, start - 1, self._heard))
