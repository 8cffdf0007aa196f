"""What the texts of a report say of its figures, as data: resources/language/<edition>.toml, read when texts are."""

import tomllib
from collections.abc import Iterable, Mapping

import msgspec

from reportdesk import resources
from reportdesk.form.definition import Table
from reportdesk.form.elements import FormError


class Phrase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a report's texts call figures: the words `said`, in which "(…)" may be missing, and what they mean.

    Which cells: `rows` are readings, best first, each a sum of row ids of the `table`: [["concluded"], ["received",
    "-carried_out"]] is 总计, else 新收 without 结转; "refused.*" stands for all rows below. Beside words for last year
    `last_year` is meant instead (“2024年结转2件” is this year's 上年结转). `columns` are added up (法人 is five of
    them); so are `groups` of columns (行政诉讼 is two).

    When it is understood: where its table, or one that it is `within`, is spoken of. A `topic` (政府信息公开申请)
    begins such a passage, an `alone` phrase (行政处罚) needs none. `without` are cues of statements.toml beside which
    it is not understood (公开行政处罚3件).

    How it goes with others: a `noun` (申请) is what is counted and gives way to a row (不予公开申请2件); a `verb`
    (收到) means nothing without what it is about; a `listed` one (其他) goes on a list of its like; a `stock` (结转) is
    counted on the last day of the year. `foreign` words speak of what no table counts (行政处罚信息), `idle` ones of
    nothing (答复时限); neither has a table.
    """

    said: list[str]
    table: str = ""
    topic: bool = False
    alone: bool = False
    within: list[str] = []
    without: list[str] = []
    rows: list[list[str]] = []
    last_year: list[list[str]] = []
    groups: list[str] = []
    columns: list[str] = []
    noun: bool = False
    verb: bool = False
    listed: bool = False
    stock: bool = False
    foreign: bool = False
    idle: bool = False


class SentenceWording(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One wording of a ready sentence, for when the figures of all cells in `zero` are 0.

    In braces stand cells whose figures the text follows: {requests.received.total}, a sum {cell+cell}, a percentage
    {cell/whole}; "*" in an id stands for anything ({requests.refused.*.total}). What stands in [ ] is left out where
    all its figures are 0: "办结{…}件[，不予公开{requests.refused.*.total}件]".
    """

    zero: list[str] = []
    text: str


class StandardSentence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A ready sentence for a section: the first wording that fits. The last one has no `zero` and fits always."""

    id: str
    section: str
    label: str
    wordings: list[SentenceWording]


class Questions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to ask oneself where no sentence can be offered, by the aspects a section must cover."""

    section: str
    aspect: str
    ask: list[str]


class LanguageFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an edition knows of prose; nothing where it has no such file."""

    phrases: list[Phrase] = []
    sentences: list[StandardSentence] = []
    questions: list[Questions] = []


def load_language_file(edition: str, tables: Mapping[str, Table]) -> LanguageFile:
    """What an edition with these tables knows of prose. Raises FormError for a faulty file."""
    path = resources.path("language", f"{edition}.toml")
    if not path.is_file():
        return LanguageFile()
    try:
        with path.open("rb") as file:
            prose = msgspec.convert(tomllib.load(file), LanguageFile)
    except (OSError, ValueError) as error:
        raise FormError(f"文字说法文件 {path.name} 无法使用：{error}") from error
    validate_phrases(prose.phrases, tables)
    return prose


def validate_phrases(phrases: Iterable[Phrase], tables: Mapping[str, Table]) -> None:
    """Raises FormError unless every row, group and column that a phrase means exists in these tables."""
    for phrase in phrases:
        if phrase.foreign or phrase.idle:
            continue
        if (table := tables.get(phrase.table)) is None:
            raise FormError(f"说法“{phrase.said[0]}”指向不存在的表格 {phrase.table}。")
        rows = [row.id for block in table.blocks for row in block.rows]
        columns = [column.id.rpartition(".") for block in table.blocks for column in block.columns]
        known = {*rows, *(column for _, _, column in columns), *(group for group, _, _ in columns)}
        said = [row.removeprefix("-") for reading in (*phrase.rows, *phrase.last_year) for row in reading]
        for name in (*said, *phrase.groups, *phrase.columns):
            below = name.removesuffix("*")
            if name not in known and not (below != name and any(row.startswith(below) for row in rows)):
                raise FormError(f"说法“{phrase.said[0]}”指向不存在的行或列 {name}。")
