"""What a passage speaks of: which table, which year, whose figures, and whether it is about a table at all."""

import re
from collections.abc import Container, Iterable
from typing import NamedTuple

from reportdesk.checks.statements.cell_references import phrase_reference
from reportdesk.checks.statements.phrase_grouping import PhraseMatch
from reportdesk.checks.statements.tokenizer import Clause, Token
from reportdesk.form import Form
from reportdesk.form.phrases import Phrase

# Who does something stands first in its clause; 政府信息 and 政府网站 are no offices.
_OFFICE = re.compile(
    r".{1,15}?(?:局|委员会|办公室|厅|政府|中心|镇|乡|街道办事处|街道|大队|支队|法院|系统)(?!信息|网|门户|公报|部门|规章|工作|法)"
)
_TOWARDS = "对以与和被向在于至到"
_NOT_WHO = re.compile(r"[局委厅镇]办|各|向|对|会同|配合|联合|经|按|根据|依据|规范|请|与|加强|推动|指导|将|在")
_LAST, _THIS = -1, 0


class Speaker(NamedTuple):
    """Who reports: the unit, words for the area whose figures are its own, the year, the table of the section."""

    unit: str
    speaks_for: tuple[str, ...]
    year: int
    section_table: str


class DiscourseContext:
    """The state of a passage while its clauses are read one after the other.

    `when` is 0 for this year, −1 for last year, None for any other time; `than` the year a comparison is with (−1
    last year, None: none). `topics` are the tables the passage is about, `table` the one spoken of last.
    """

    def __init__(self, form: Form, speaker: Speaker, topic: str) -> None:
        self.form, self.speaker = form, speaker
        self.topic = topic
        self.topics = {topic, speaker.section_table} - {""}
        self.table = topic
        self.foreign = self.passing = False
        self.new_sentence()

    def new_sentence(self) -> None:
        """What a full stop ends."""
        self.table = self.topic or self.speaker.section_table
        self.when: int | None = _THIS
        self.than: int | None = None
        self.dated = self.future = self.cumulative = self.as_of = False
        self.new_part()

    def new_part(self) -> None:
        """What a semicolon ends."""
        self.published = self.elsewhere = False
        self.than = None

    def expect(self, clauses: Iterable[Clause]) -> None:
        """Looks ahead in a sentence: where nothing was spoken of yet, what it names first is meant from its start."""
        if self.table:
            return
        phrases = [phrase for clause in clauses for token in clause.tokens for phrase in token.word.phrases]
        if first := next((phrase for phrase in phrases if phrase.topic or phrase.alone), None):
            self.table = first.table
            if first.topic:
                self.topics.add(first.table)

    @property
    def out_of_scope(self) -> bool:
        """True where figures of the tables cannot be meant: another time, another unit, something else."""
        return self.foreign or self.passing or self.future or self.elsewhere or self.when is None

    def update(self, clause: Clause, text: str) -> list[PhraseMatch]:
        """Takes a clause in; what its phrases mean, in order."""
        cues = clause.cues
        self._time(clause, cues)
        self._speaker(clause, cues, text)
        if "published" in cues:
            self.published = True
        elif "acting" in cues:
            self.published = False
        return self._phrases(clause, cues)

    def _time(self, clause: Clause, cues: Iterable[str]) -> None:
        moved = any(phrase.last_year for token in clause.tokens for phrase in token.word.phrases)
        times: set[int | None] = set()
        for token in clause.tokens:
            if token.kind == "compare":
                self.than = _LAST if token.year in (0, self.speaker.year - 1) else None
            elif token.kind == "year":
                times.add(token.year - self.speaker.year)
            elif token.is_cue("this_year"):
                times.add(_THIS)
            elif token.is_cue("last_year") and not token.word.phrases:
                times.add(_LAST)
            elif token.is_cue("other_time"):
                times.add(None)
        if moved:  # 2024年结转2件 is this year's figure
            times -= {_LAST, 1}
        if 1 in times or "future" in cues:
            self.future = True
        if len(times) > 1:
            self.when = None
        elif times:
            self.when = times.pop()
            if self.when not in (_THIS, _LAST):
                self.when = None
            self.dated = True
        self.cumulative = self.cumulative or "cumulative" in cues
        self.as_of = self.as_of or "as_of" in cues

    def _speaker(self, clause: Clause, cues: Iterable[str], text: str) -> None:
        if "own" in cues:
            self.elsewhere = False
            return
        for token in clause.tokens:
            if token.is_cue("subordinate", "region") and token.text not in self.speaker.speaks_for:
                self.elsewhere = True
        first = next((token for token in clause.tokens if token.kind == "number"), None)
        end = first.start if first else clause.end
        runs = uncovered_stretches(clause, clause.start, end, range(clause.start, end))
        subject = next((start for start, _ in runs), end)
        towards = (token for token in clause.tokens if token.end == subject)
        if any(token.is_cue("restricting") or token.text in _TOWARDS for token in towards):
            return
        if any(token.word.phrases and token.start < subject for token in clause.tokens) or _NOT_WHO.match(
            text, subject
        ):
            return
        if (office := _OFFICE.match(text, subject, end)) and len(office[0]) > 2:
            self.elsewhere = not self._is_own(office[0])

    def _is_own(self, office: str) -> bool:
        unit, name = (each.replace("人民政府", "政府") for each in (self.speaker.unit, office))
        return name in unit or unit in name or any(word in name for word in self.speaker.speaks_for)

    def _phrases(self, clause: Clause, cues: frozenset[str]) -> list[PhraseMatch]:
        topical = any(phrase.topic for token in clause.tokens for phrase in token.word.phrases)
        if topical:
            self.foreign = False
        tables: set[str] = set()
        for token in clause.tokens:
            for phrase in token.word.phrases:
                if not self._begins(phrase, cues, topical):
                    continue
                self.table = phrase.table
                self.foreign = False
                tables.add(phrase.table)
                if phrase.topic:
                    self.topic = phrase.table
                    self.topics.add(phrase.table)
        if "foreign" in cues or (len(tables) > 1 and not topical):
            self.foreign = not topical or self.foreign
            self.passing = True
            return []
        self.passing = False
        self._come_back(clause, tables)
        found = [
            (token, phrase)
            for token in clause.tokens
            for phrase in token.word.phrases
            if phrase.table == self.table and not phrase.listed and not self._muted(phrase, cues, topical)
        ]
        if not found and not tables and not self.foreign:
            found = self._elsewhere_in_topic(clause)
        last_year = any(
            (token.kind == "year" and token.year == self.speaker.year - 1) or token.is_cue("last_year")
            for token in clause.tokens
        )
        return [PhraseMatch(token.start, token.end, phrase_reference(phrase, last_year)) for token, phrase in found]

    def _begins(self, phrase: Phrase, cues: frozenset[str], topical: bool) -> bool:
        """True for a phrase that says by itself which table is spoken of."""
        if self._muted(phrase, cues, topical):
            return False
        near = not self.foreign and not self.topics.isdisjoint({*phrase.within, phrase.table})
        return phrase.topic or phrase.alone or bool(phrase.within and near)

    def _muted(self, phrase: Phrase, cues: frozenset[str], topical: bool) -> bool:
        if "published" in phrase.without and self.published:
            return True
        return "handling" in phrase.without and "handling" in cues and not topical

    def _come_back(self, clause: Clause, tables: set[str]) -> None:
        """After a digression the noun of the topic's table brings it back (…全年收到申请3件)."""
        if not tables and self.topic and (self.foreign or self.table != self.topic):
            nouns = [phrase for token in clause.tokens for phrase in token.word.phrases if phrase.noun]
            if any(phrase.table == self.topic for phrase in nouns):
                self.foreign, self.table = False, self.topic

    def _elsewhere_in_topic(self, clause: Clause) -> list[tuple[Token, Phrase]]:
        for token in clause.tokens:
            for phrase in token.word.phrases:
                if phrase.table in self.topics and not phrase.noun and not phrase.listed:
                    self.table = phrase.table
                    return [(token, phrase)]
        return []


def uncovered_stretches(clause: Clause, start: int, end: int, heard: Container[int]) -> list[tuple[int, int]]:
    """The stretches between two places that no word of ours covers.

    A phrase counts only where it was understood: when its start is among those `heard`.
    """
    runs, place = [], start
    for token in clause.tokens:
        if token.end <= start or token.start >= end or (token.word.phrases and token.start not in heard):
            continue
        if token.start > place:
            runs.append((place, token.start))
        place = max(place, token.end)
    if place < end:
        runs.append((place, end))
    return runs
