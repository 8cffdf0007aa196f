"""What a passage speaks of: which table, which year, whose figures, and whether figures of the tables are meant."""

import re
from collections.abc import Container, Iterable
from typing import NamedTuple

from reportdesk.checks.statements.cell_references import phrase_reference
from reportdesk.checks.statements.phrase_grouping import PhraseMatch
from reportdesk.checks.statements.tokenizer import Clause, Token
from reportdesk.form import Form
from reportdesk.form.phrases import Phrase

# An office at the start of a clause acts itself: 县财政局收到申请3件, 城关镇办结2件. No offices: 政府信息, 政府网站.
_OFFICE = re.compile(
    r"""
    .{1,15}?
    (?:局|委员会|办公室|厅|政府|中心|镇|乡|街道办事处|街道|大队|支队|法院|系统)
    (?!信息|网|门户|公报|部门|规章|工作|法)
    """,
    re.VERBOSE,
)
_TOWARDS = "对以与和被向在于至到"  # before an office: it does not act (向县财政局提出申请3件)
# A clause that begins so names no office that acts: 各局收到…, 会同县财政局办理…, 局办收到….
_NOT_ACTING = re.compile(r"[局委厅镇]办|各|向|对|会同|配合|联合|经|按|根据|依据|规范|请|与|加强|推动|指导|将|在")
_LAST, _THIS = -1, 0  # years, counted from the report's


class Speaker(NamedTuple):
    """Who reports: the unit, the words for the area whose figures are its own (全县 for a county), the year of the
    report, and the table of the section ("" for none)."""

    unit: str
    speaks_for: tuple[str, ...]
    year: int
    section_table: str


class DiscourseContext:
    """The context of a passage while its clauses are read one after the other (`update`).

    For the whole passage:
    - `topic`: the table that the passage is about, "" while none is named; `topics`: all tables it was about.
    - `table`: the table spoken of last. （二）依申请公开。收到申请12件，被提起行政复议2件: at the end the table of
      disputes.
    - `foreign`: something is spoken of that no table counts. 收到群众留言30条，答复30条.
    - `passing`: this clause speaks of that, or of several tables at once. 办理建议3件.

    Until the end of the sentence:
    - `when`: 0 for this year, −1 for last year, None for another time (近三年，收到申请30件).
    - `dated`: a year or 本年 is named. 2025年，累计收到申请12件.
    - `future`: something is planned. 下一步，主动公开文件100件.
    - `cumulative`: a number may count earlier years. 累计收到申请12件.
    - `as_of`: the number of a day, not of the year. 截至12月31日，收到申请12件.

    Until a semicolon:
    - `than`: the year of a comparison, −1 for last year (同比, 较上年), None for none or another one.
    - `published`: publications are counted, not decisions. 公示行政处罚决定12件.
    - `elsewhere`: another office acts. 各镇办结申请12件.
    """

    def __init__(self, form: Form, speaker: Speaker, topic: str) -> None:
        self.form, self.speaker = form, speaker
        self.topic = topic
        self.topics = {topic, speaker.section_table} - {""}
        self.table = topic
        self.foreign = self.passing = False
        self.new_sentence()

    def new_sentence(self) -> None:
        """Forgets what a full stop ends."""
        self.table = self.topic or self.speaker.section_table
        self.when: int | None = _THIS
        self.than: int | None = None
        self.dated = self.future = self.cumulative = self.as_of = False
        self.new_part()

    def new_part(self) -> None:
        """Forgets what a semicolon ends."""
        self.published = self.elsewhere = False
        self.than = None

    def expect(self, clauses: Iterable[Clause]) -> None:
        """Looks ahead in a sentence where no table was spoken of yet: the first that it names holds from its start.

        全年收到申请3件，均为政府信息公开申请: the table of requests holds for 收到申请3件 already.
        """
        if self.table:
            return
        phrases = [phrase for clause in clauses for token in clause.tokens for phrase in token.word.phrases]
        if first := next((phrase for phrase in phrases if phrase.topic or phrase.alone), None):
            self.table = first.table
            if first.topic:
                self.topics.add(first.table)

    @property
    def out_of_scope(self) -> bool:
        """Whether figures of the tables cannot be meant: another time, another office, something else."""
        return self.foreign or self.passing or self.future or self.elsewhere or self.when is None

    def update(self, clause: Clause, text: str) -> list[PhraseMatch]:
        """Takes a clause in. Returns its phrases that are understood, in order."""
        cues = clause.cues
        self._update_time(clause, cues)
        self._update_speaker(clause, cues, text)
        if "published" in cues:
            self.published = True
        elif "acting" in cues:
            self.published = False
        return self._match_phrases(clause, cues)

    def _update_time(self, clause: Clause, cues: Iterable[str]) -> None:
        """Sets `when`, `than`, `dated`, `future`, `cumulative` and `as_of`."""
        is_carried = any(phrase.last_year for token in clause.tokens for phrase in token.word.phrases)
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
        if is_carried:  # 2024年结转2件 is this year's figure
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

    def _update_speaker(self, clause: Clause, cues: Iterable[str], text: str) -> None:
        """Sets `elsewhere`: by words for other offices (各镇), or an office that the clause begins with."""
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
        if any(token.word.phrases and token.start < subject for token in clause.tokens) or _NOT_ACTING.match(
            text, subject
        ):
            return
        if (office := _OFFICE.match(text, subject, end)) and len(office[0]) > 2:
            self.elsewhere = not self._is_speaker(office[0])

    def _is_speaker(self, office: str) -> bool:
        """Whether an office is the unit itself, or the area that it speaks for."""
        unit, name = (each.replace("人民政府", "政府") for each in (self.speaker.unit, office))
        return name in unit or unit in name or any(word in name for word in self.speaker.speaks_for)

    def _match_phrases(self, clause: Clause, cues: frozenset[str]) -> list[PhraseMatch]:
        """Sets `table`, `topic`, `foreign` and `passing`; returns the phrases of the table spoken of."""
        topical = any(phrase.topic for token in clause.tokens for phrase in token.word.phrases)
        if topical:
            self.foreign = False
        tables: set[str] = set()
        for token in clause.tokens:
            for phrase in token.word.phrases:
                if not self._names_table(phrase, cues, topical):
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
        self._return_to_topic(clause, tables)
        found = [
            (token, phrase)
            for token in clause.tokens
            for phrase in token.word.phrases
            if phrase.table == self.table and not phrase.listed and not self._is_suppressed(phrase, cues, topical)
        ]
        if not found and not tables and not self.foreign:
            found = self._phrase_of_other_topic(clause)
        last_year = any(
            (token.kind == "year" and token.year == self.speaker.year - 1) or token.is_cue("last_year")
            for token in clause.tokens
        )
        return [PhraseMatch(token.start, token.end, phrase_reference(phrase, last_year)) for token, phrase in found]

    def _names_table(self, phrase: Phrase, cues: frozenset[str], topical: bool) -> bool:
        """Whether a phrase says by itself which table is spoken of."""
        if self._is_suppressed(phrase, cues, topical):
            return False
        near = not self.foreign and not self.topics.isdisjoint({*phrase.within, phrase.table})
        return phrase.topic or phrase.alone or bool(phrase.within and near)

    def _is_suppressed(self, phrase: Phrase, cues: frozenset[str], topical: bool) -> bool:
        """Whether a phrase is not understood beside words such as 公示 or 审理 (`without` in the language file)."""
        if "published" in phrase.without and self.published:
            return True
        return "handling" in phrase.without and "handling" in cues and not topical

    def _return_to_topic(self, clause: Clause, tables: set[str]) -> None:
        """Goes back to the topic's table after a digression, where the clause has a noun of it (…全年收到申请3件)."""
        if not tables and self.topic and (self.foreign or self.table != self.topic):
            nouns = [phrase for token in clause.tokens for phrase in token.word.phrases if phrase.noun]
            if any(phrase.table == self.topic for phrase in nouns):
                self.foreign, self.table = False, self.topic

    def _phrase_of_other_topic(self, clause: Clause) -> list[tuple[Token, Phrase]]:
        """The first phrase of another table that the passage was about; its table is spoken of from now on."""
        for token in clause.tokens:
            for phrase in token.word.phrases:
                if phrase.table in self.topics and not phrase.noun and not phrase.listed:
                    self.table = phrase.table
                    return [(token, phrase)]
        return []


def uncovered_stretches(clause: Clause, start: int, end: int, understood: Container[int]) -> list[tuple[int, int]]:
    """The stretches between two places that no known word covers: [(start, end)].

    A phrase of the form covers its place only where it was understood: where its start is in `understood`.
    """
    runs, place = [], start
    for token in clause.tokens:
        if token.end <= start or token.start >= end or (token.word.phrases and token.start not in understood):
            continue
        if token.start > place:
            runs.append((place, token.start))
        place = max(place, token.end)
    if place < end:
        runs.append((place, end))
    return runs
