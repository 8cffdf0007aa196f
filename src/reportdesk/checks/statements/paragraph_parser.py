"""From the clauses of a paragraph to claims about the tables: the parser that goes through them one by one."""

from collections.abc import Sequence

from reportdesk.checks.statements.cell_references import CellReference, expand_rows, phrase_reference, within
from reportdesk.checks.statements.comparisons import ComparisonReader
from reportdesk.checks.statements.counts import ZERO, has_distributed_counts
from reportdesk.checks.statements.discourse_context import Speaker
from reportdesk.checks.statements.paragraph_state import MOST_MEMBERS
from reportdesk.checks.statements.parts_of_wholes import PartList
from reportdesk.checks.statements.phrase_grouping import Members, PhraseMatch, complete_from_others, group_members
from reportdesk.checks.statements.tokenizer import Clause, Token, TokenizedParagraph
from reportdesk.form import Form
from reportdesk.text.sentences import FULL_STOPS

_NO_SUBJECT = {"rise", "fall", "restricting"}  # cues: a clause with one of them names nothing for the next one to count
_MOST_NUMBERS = 24  # of a clause: with more it is no prose


class ParagraphParser(ComparisonReader):
    """Reads one paragraph when it is made.

    `claims` are what it states, `topic` is the table the next one begins with.
    """

    def __init__(self, form: Form, speaker: Speaker, topic: str, paragraph: TokenizedParagraph) -> None:
        super().__init__(form, speaker, topic, paragraph.text)
        for number, clause in enumerate(paragraph.clauses):
            self._read_mark(clause.before)
            if clause.before in FULL_STOPS + "\n":
                self.context.expect(paragraph.clauses[number : _sentence_end(paragraph.clauses, number)])
            self._read_clause(clause)
        self._read_mark("。")
        self.topic = self.context.topic

    def _read_clause(self, clause: Clause) -> None:
        if clause.before != "、" and clause.before != "（":
            self._absent, self._absent_incomplete = None, []
        phrases = self.context.update(clause, self.text)
        if self.context.out_of_scope:
            self._start_part_list(clause, clause.end)
            for number in clause.numbers:
                self._note_unknown(number, clause)
            self._waiting, self._subject = [], None
            return
        phrases = self._add_listed_phrase(clause, phrases)
        self._understood = {one.start for one in phrases}
        numbers = clause.numbers
        if len(numbers) > _MOST_NUMBERS:
            return
        if ("nothing" in clause.cues or self._absent) and self._read_nothing(clause, phrases):
            return
        if not numbers:
            self._read_without_number(clause, phrases)
            return
        for index, number in enumerate(numbers):
            self._read_number(clause, phrases, index, number)
        self._waiting, self._subject = [], None
        if any(token.is_cue("among") for token in clause.tokens if token.start >= numbers[-1].end):
            self._part_lists[-1] = PartList(self._last_number)

    def _read_without_number(self, clause: Clause, phrases: list[PhraseMatch]) -> None:
        """Reads 与上年持平 and 均为自然人申请; else remembers what the clause names for a number that follows."""
        if "level" in clause.cues and self.context.than is not None:
            self._read_change(clause, phrases, clause.tokens[-1], ZERO, 0)
            return
        self._start_part_list(clause, clause.end)
        if "all_of" in clause.cues and phrases and self._claim_all_of(clause, phrases):
            return
        found = group_members(self.form, phrases, self.text)
        if clause.after == "、" or (clause.before == "、" and self._waiting):
            self._waiting = [*self._waiting, *found.references][-MOST_MEMBERS:]
            self._subject = Members(complete_from_others(self._waiting)) if clause.after != "、" else None
        else:
            self._waiting = list(found.references) if has_distributed_counts(clause) else []
            plain = (
                clause.cues.isdisjoint(_NO_SUBJECT)
                and phrases
                and not self._uncovered_characters(clause, phrases[-1].end, clause.end)
            )
            self._subject = found if plain else None

    def _read_number(self, clause: Clause, phrases: list[PhraseMatch], index: int, number: Token) -> None:
        """Reads a number of a clause, the one at `index`, with what stands between it and the numbers beside it."""
        numbers = clause.numbers
        begin = numbers[index - 1].end if index else clause.start
        end = numbers[index + 1].start if index + 1 < len(numbers) else clause.end
        before = [one for one in phrases if begin <= one.start < number.start]
        after = [one for one in phrases if number.end <= one.start < end]
        words = [token for token in clause.tokens if begin <= token.start < number.start]
        used = {one.start for one in phrases}
        cues = {cue for token in words if token.start not in used for cue in token.word.cues}
        self._start_part_list(clause, number.start)
        assert number.amount
        percent = number.amount.kind == "percent"
        direction = 1 if "rise" in cues else -1 if "fall" in cues else 0
        if direction and not ("reach" in cues and not percent) and (percent or self.context.than is not None):
            self._read_change(clause, before, number, number.amount, direction)
        elif percent:
            self._read_percentage(clause, before, number, words)
        else:
            is_last = index + 1 == len(numbers)
            self._read_count(clause, before, after if is_last or not before else [], number, cues)

    def _add_listed_phrase(self, clause: Clause, phrases: list[PhraseMatch]) -> list[PhraseMatch]:
        """The phrases of a clause, or the one that goes on with a list: 其他1件 behind 自然人10件 are 其他组织."""
        last = self._last_number
        if phrases or last is None or last.reference is None or last.reference.table != self.context.table:
            return phrases
        parts = self._part_lists[-1]
        whole = parts.whole.reference if parts and parts.whole else None
        found = []
        for token in clause.tokens:
            for phrase in token.word.phrases:
                if not phrase.listed or phrase.table != self.context.table:
                    continue
                reference = phrase_reference(phrase, False)
                alike = last.reference.firm == reference.firm if reference.rows else bool(last.reference.columns)
                if reference.rows and not _goes_on_with(self.form, reference, whole, last.reference):
                    continue
                if alike:
                    found.append(PhraseMatch(token.start, token.end, reference))
        return found[:1]


def _sentence_end(clauses: Sequence[Clause], start: int) -> int:
    """The number behind the last clause of the sentence that begins with clause `start`."""
    return next((n for n in range(start, len(clauses)) if clauses[n].after in FULL_STOPS + "\n"), len(clauses)) + 1


def _goes_on_with(form: Form, reference: CellReference, whole: CellReference | None, last: CellReference) -> bool:
    """Whether rows of a listed phrase go on with a list: they are below its whole, or beside what came last."""
    if (
        whole
        and whole.rows
        and within(form, reference, whole)
        and set(expand_rows(form, whole.table, whole.rows[0]))
        != set(expand_rows(form, reference.table, reference.rows[0]))
    ):
        return True
    if whole and whole.firm:
        return False
    return last.firm and len(expand_rows(form, reference.table, reference.rows[0])) > 1
