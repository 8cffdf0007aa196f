"""What the parser remembers while it reads a paragraph clause by clause, and how it adds a claim.

The parser is one class in four steps, each a module: ParagraphState → CountReader (`counts`) → ComparisonReader
(`comparisons`) → ParagraphParser (`paragraph_parser`).
"""

from collections import deque
from typing import Literal

from reportdesk.checks.statements.amounts import Amount
from reportdesk.checks.statements.cell_references import CellReference, CellSum
from reportdesk.checks.statements.claims import Claim, Measure
from reportdesk.checks.statements.discourse_context import DiscourseContext, Speaker, uncovered_stretches
from reportdesk.checks.statements.language import grammar
from reportdesk.checks.statements.parts_of_wholes import ListedNumber, PartList, contradiction
from reportdesk.checks.statements.phrase_grouping import Members
from reportdesk.checks.statements.tokenizer import Clause, Token
from reportdesk.form import Form
from reportdesk.text.sentences import FULL_WIDTH_STOPS

LAST_YEAR = -1
MOST_MEMBERS = 24  # of a list; so many claims of a sentence are remembered


class ParagraphState:
    """The state of a paragraph that is being read; `claims` are what it states so far.

    For the whole paragraph:
    - `_last_figure`: the number of the claim with the last figure. 收到申请12件，同比下降20%: the percentage is about
      it.
    - `_last_number`: the last number, even where it counts something unknown. 公开信息100条，其中动态80条.
    - `_part_lists`: the lists of parts that are open, one for every open bracket and one outside of brackets; None
      where no whole was named. 收到申请12件（自然人10件，企业2件）.

    Until the end of the sentence (see `_forget_sentence`):
    - `_waiting`: members of a list that have no number yet. 新收、结转申请共14件: 新收 waits.
    - `_subject`: what the clause before speaks of without a number. 收到申请，共12件.
    - `_distributed`: members that still get a number of 分别, and whether figures or percentages
      (`_distributed_as`). 自然人、企业分别为10件、2件: after 10件 the 企业 is left.
    - `_absent`: what there is none of. 未收到自然人、企业申请: 自然人 when 企业 is read.
    - `_absent_incomplete`: the same with the words, while the rows or columns are still to come.
      未制发、废止规范性文件: 制发 when 废止规范性文件 is read.
    - `_sentence_start`: the number of the first claim of the sentence.
    - `_understood`: where in the clause phrases start that were understood; other phrases count as unknown words.
    """

    def __init__(self, form: Form, speaker: Speaker, topic: str, text: str) -> None:
        self.form, self.text = form, text
        self.context = DiscourseContext(form, speaker, topic)
        self.claims: list[Claim] = []
        self._last_figure: int | None = None
        self._last_number: ListedNumber | None = None
        self._part_lists: list[PartList | None] = [None]
        self._forget_sentence()

    def _forget_sentence(self) -> None:
        self._waiting: list[CellReference] = []
        self._subject: Members | None = None
        self._distributed: deque[CellReference] = deque()
        self._distributed_as: Literal["figure", "share"] = "figure"
        self._absent: CellReference | None = None
        self._absent_incomplete: list[tuple[CellReference, Token]] = []
        self._sentence_start = len(self.claims)
        self._understood: set[int] = set()

    def _read_mark(self, mark: str) -> None:
        """Takes in the mark between two clauses: brackets open and close lists of parts, a stop ends all of them."""
        if mark == "（":
            self._part_lists.append(PartList(self._last_number))
        elif mark == "）" and len(self._part_lists) > 1:
            self._close_part_list()
            self._part_lists.pop()
        elif mark in FULL_WIDTH_STOPS + "\n":
            while len(self._part_lists) > 1:
                self._close_part_list()
                self._part_lists.pop()
            self._close_part_list()
            self._part_lists = [None]
            self._forget_sentence()
            if mark == "；":
                self.context.new_part()
            else:
                self.context.new_sentence()

    def _close_part_list(self) -> None:
        if (parts := self._part_lists[-1]) and (found := contradiction(self.form, parts, self.claims)):
            self.claims.append(found)
        self._part_lists[-1] = None

    def _add_claim(
        self,
        measure: Measure,
        start: int,
        number: Token,
        amount: Amount | None,
        cells: tuple[CellSum, ...],
        reference: CellReference | None,
        sure: bool,
        *,
        end: int = 0,
        direction: int = 0,
        bases: tuple[CellSum, ...] = (),
        base_stated: bool = False,
        counted: bool = True,
    ) -> None:
        """Adds a claim about one of the sums `cells`; a number of money for a count, or a count for money, is unknown.

        A "figure" of last year becomes "previous". One that contradicts another figure of the sentence for the same
        cells is not `sure`: one of the two means something else.
        """
        assert amount
        if measure == "figure":
            money = {self.form.cells[cell].unit in grammar().money for _, cell in cells[0]}
            if money != {amount.kind == "money"} and amount.value:
                self._note_unknown(number, None)
                return
            if self.context.when == LAST_YEAR:
                measure = "previous"
            elif any(
                claim.measure == "figure" and claim.possible_sums[0] == cells[0] and claim.amount != amount
                for claim in self._claims_of_sentence()
            ):
                sure = False
        self.claims.append(
            Claim(
                start,
                end or number.end,
                measure,
                amount,
                cells,
                reference,
                sure,
                direction,
                bases,
                base_stated,
                counted=counted,
            )
        )
        if measure in ("figure", "previous"):
            self._note_number(ListedNumber(number, len(self.claims) - 1, reference))
            self._last_figure = len(self.claims) - 1

    def _note_unknown(self, number: Token, clause: Clause | None) -> None:
        """Remembers a number that counts something unknown.

        It can be a whole or a part (公开信息100条，其中动态80条).
        """
        if number.amount and number.amount.kind == "count":
            overlapping = clause is not None and "ways" in clause.cues
            self._note_number(ListedNumber(number, None, None, overlapping))

    def _note_number(self, listed: ListedNumber) -> None:
        self._last_number = listed
        if (parts := self._part_lists[-1]) and parts.whole is not listed:
            parts.items.append(listed)

    def _start_part_list(self, clause: Clause, end: int) -> None:
        """Begins a list of parts at 其中; 其余 says that the list is complete."""
        cues = {cue for token in clause.tokens if token.start < end for cue in token.word.cues}
        begins = any(token.is_cue("parts") and token.start - clause.start <= 1 for token in clause.tokens)
        if "parts" in cues and begins and (self._part_lists[-1] is None or self._part_lists[-1].items):
            self._part_lists[-1] = PartList(self._last_number)
        if "rest" in cues and (parts := self._part_lists[-1]):
            parts.complete = True

    def _last_reference(self) -> CellReference | None:
        """What the last figure of this sentence was about; None without one."""
        if self._last_figure is None or self._last_figure < self._sentence_start:
            return None
        return self.claims[self._last_figure].reference

    def _claims_of_sentence(self) -> list[Claim]:
        """The claims of this sentence, of a very long one only the last."""
        return self.claims[max(self._sentence_start, len(self.claims) - MOST_MEMBERS) :]

    def _uncovered_characters(self, clause: Clause, start: int, end: int) -> int:
        """How many characters between two places no known word covers."""
        return sum(stop - begin for begin, stop in uncovered_stretches(clause, start, end, self._understood))

    def _is_narrowed_by_kind(self, clause: Clause, start: int) -> bool:
        """Whether unknown words with 类 or 型 narrow the phrase at `start`.

        道路运输类行政处罚12件 is not all 行政处罚.
        """
        if self.text[max(start - 1, 0) : start] not in ("类", "型"):
            return False
        return bool(uncovered_stretches(clause, clause.start, start - 1, self._understood))
