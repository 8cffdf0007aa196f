"""From the clauses of a paragraph to claims about the tables."""

from collections.abc import Sequence

from reportdesk.checks.statements.cell_references import Meaning, expanded, of_phrase, within
from reportdesk.checks.statements.comparisons import Comparing
from reportdesk.checks.statements.counts import ZERO, dealt_out
from reportdesk.checks.statements.discourse_context import Speaker
from reportdesk.checks.statements.paragraph_state import MOST_MEMBERS
from reportdesk.checks.statements.parts_of_wholes import Group
from reportdesk.checks.statements.phrase_grouping import Members, Said, members, shared
from reportdesk.checks.statements.tokenizer import Clause, Cut, Token
from reportdesk.form import Form

_NOT_OPEN = {"rise", "fall", "restricting"}  # a clause with these leaves nothing for the next one to count
_MOST_NUMBERS = 24


class Reader(Comparing):
    """Reads one paragraph; `claims` are what it says, `topic` the table the next one begins with."""

    def __init__(self, form: Form, speaker: Speaker, topic: str, paragraph: Cut) -> None:
        super().__init__(form, speaker, topic, paragraph.text)
        for number, clause in enumerate(paragraph.clauses):
            self._mark(clause.before)
            if clause.before in "。！？\n":
                self.scene.expect(paragraph.clauses[number : _sentence_end(paragraph.clauses, number)])
            self._read(clause)
        self._mark("。")
        self.topic = self.scene.topic

    def _read(self, clause: Clause) -> None:
        if clause.before != "、" and clause.before != "（":
            self._none, self._none_open = None, []
        said = self.scene.hear(clause, self.text)
        if self.scene.silent:
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

    def _without_number(self, clause: Clause, said: list[Said]) -> None:
        if "level" in clause.cues and self.scene.than is not None:
            self._change(clause, said, clause.tokens[-1], ZERO, 0)
            return
        self._start_group(clause, clause.end)
        if "all_of" in clause.cues and said and self._all_of(clause, said):
            return
        found = members(self.form, said, self.text)
        if clause.after == "、" or (clause.before == "、" and self._pending):
            self._pending = [*self._pending, *found.meanings][-MOST_MEMBERS:]
            self._open = Members(shared(self._pending)) if clause.after != "、" else None
        else:
            self._pending = list(found.meanings) if dealt_out(clause) else []
            plain = (
                clause.cues.isdisjoint(_NOT_OPEN) and said and not self._unknown_words(clause, said[-1].end, clause.end)
            )
            self._open = found if plain else None

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


def _sentence_end(clauses: Sequence[Clause], start: int) -> int:
    return next((n for n in range(start, len(clauses)) if clauses[n].after in "。！？\n"), len(clauses)) + 1


def _below(form: Form, meaning: Meaning, whole: Meaning | None, last: Meaning) -> bool:
    """True when rows of a listed phrase belong where the list stands: below its whole, or beside what came last."""
    if (
        whole
        and whole.rows
        and within(form, meaning, whole)
        and set(expanded(form, whole.table, whole.rows[0])) != set(expanded(form, meaning.table, meaning.rows[0]))
    ):
        return True
    if whole and whole.firm:
        return False
    return last.firm and len(expanded(form, meaning.table, meaning.rows[0])) > 1
