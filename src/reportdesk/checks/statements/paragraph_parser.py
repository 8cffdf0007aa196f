"""From the clauses of a paragraph to claims about the tables."""

from collections.abc import Sequence

from reportdesk.checks.statements.cell_references import CellReference, expand_rows, phrase_reference, within
from reportdesk.checks.statements.comparisons import ComparisonReader
from reportdesk.checks.statements.counts import ZERO, has_distributed_counts
from reportdesk.checks.statements.discourse_context import Speaker
from reportdesk.checks.statements.paragraph_state import MOST_MEMBERS
from reportdesk.checks.statements.parts_of_wholes import Group
from reportdesk.checks.statements.phrase_grouping import Members, PhraseMatch, group_members, share_missing_parts
from reportdesk.checks.statements.tokenizer import Clause, Token, TokenizedParagraph
from reportdesk.form import Form
from reportdesk.text.sentences import FULL_STOPS

_NOT_OPEN = {"rise", "fall", "restricting"}  # a clause with these leaves nothing for the next one to count
_MOST_NUMBERS = 24


class ParagraphParser(ComparisonReader):
    """Reads one paragraph; `claims` are what it says, `topic` the table the next one begins with."""

    def __init__(self, form: Form, speaker: Speaker, topic: str, paragraph: TokenizedParagraph) -> None:
        super().__init__(form, speaker, topic, paragraph.text)
        for number, clause in enumerate(paragraph.clauses):
            self._mark(clause.before)
            if clause.before in FULL_STOPS + "\n":
                self.context.expect(paragraph.clauses[number : _sentence_end(paragraph.clauses, number)])
            self._read(clause)
        self._mark("。")
        self.topic = self.context.topic

    def _read(self, clause: Clause) -> None:
        if clause.before != "、" and clause.before != "（":
            self._none, self._none_open = None, []
        said = self.context.update(clause, self.text)
        if self.context.out_of_scope:
            self._start_group(clause, clause.end)
            for number in clause.numbers:
                self._unknown(number, clause)
            self._pending, self._open = [], None
            return
        said = self._with_listed(clause, said)
        self._heard = {one.start for one in said}
        numbers = clause.numbers
        if len(numbers) > _MOST_NUMBERS:  # no prose
            return
        if ("nothing" in clause.cues or self._none) and self._read_nothing(clause, said):
            return
        if not numbers:
            self._without_number(clause, said)
            return
        for index, number in enumerate(numbers):
            self._read_number(clause, said, index, number)
        self._pending, self._open = [], None
        if any(token.is_cue("among") for token in clause.tokens if token.start >= numbers[-1].end):
            self._groups[-1] = Group(self._number)

    def _without_number(self, clause: Clause, said: list[PhraseMatch]) -> None:
        if "level" in clause.cues and self.context.than is not None:
            self._change(clause, said, clause.tokens[-1], ZERO, 0)
            return
        self._start_group(clause, clause.end)
        if "all_of" in clause.cues and said and self._all_of(clause, said):
            return
        found = group_members(self.form, said, self.text)
        if clause.after == "、" or (clause.before == "、" and self._pending):
            self._pending = [*self._pending, *found.meanings][-MOST_MEMBERS:]
            self._open = Members(share_missing_parts(self._pending)) if clause.after != "、" else None
        else:
            self._pending = list(found.meanings) if has_distributed_counts(clause) else []
            plain = (
                clause.cues.isdisjoint(_NOT_OPEN)
                and said
                and not self._uncovered_characters(clause, said[-1].end, clause.end)
            )
            self._open = found if plain else None

    def _read_number(self, clause: Clause, said: list[PhraseMatch], index: int, number: Token) -> None:
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
        if rising and not ("reach" in cues and not percent) and (percent or self.context.than is not None):
            self._change(clause, before, number, number.amount, rising)
        elif percent:
            self._share(clause, before, number, words)
        else:
            last = index + 1 == len(numbers)
            self._figure(clause, before, after if last or not before else [], number, cues)

    def _with_listed(self, clause: Clause, said: list[PhraseMatch]) -> list[PhraseMatch]:
        """“其他1件” behind members of a list is one of their like."""
        last = self._number
        if said or last is None or last.meaning is None or last.meaning.table != self.context.table:
            return said
        group = self._groups[-1]
        whole = group.whole.meaning if group and group.whole else None
        found = []
        for token in clause.tokens:
            for phrase in token.word.phrases:
                if not phrase.listed or phrase.table != self.context.table:
                    continue
                meaning = phrase_reference(phrase, False)
                alike = last.meaning.firm == meaning.firm if meaning.rows else bool(last.meaning.columns)
                if meaning.rows and not _below(self.form, meaning, whole, last.meaning):
                    continue
                if alike:
                    found.append(PhraseMatch(token.start, token.end, meaning))
        return found[:1]


def _sentence_end(clauses: Sequence[Clause], start: int) -> int:
    return next((n for n in range(start, len(clauses)) if clauses[n].after in FULL_STOPS + "\n"), len(clauses)) + 1


def _below(form: Form, meaning: CellReference, whole: CellReference | None, last: CellReference) -> bool:
    """True when rows of a listed phrase belong where the list stands: below its whole, or beside what came last."""
    if (
        whole
        and whole.rows
        and within(form, meaning, whole)
        and set(expand_rows(form, whole.table, whole.rows[0])) != set(expand_rows(form, meaning.table, meaning.rows[0]))
    ):
        return True
    if whole and whole.firm:
        return False
    return last.firm and len(expand_rows(form, meaning.table, meaning.rows[0])) > 1
