"""The file of a form: what resources/forms/*.toml may say, field by field.

These objects mirror the TOML one to one; `reportdesk.form.model` turns them into the form that the program uses.
Ids are stable for ever: they stand in saved reports.
"""

from typing import Literal

import msgspec

from reportdesk.numbers import CellType

Severity = Literal["error", "warning", "hint"]
ContactName = Literal["office", "address", "postcode", "telephone", "fax", "email"]  # fields of a report's contact


class Kind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of unit, as an office names it.

    `endings` are those of the names of such units (县人民政府), `speaks_for` words for the area whose figures are its
    own: “全县收到12件” in the report of a government.
    """

    id: str
    label: str
    endings: list[str] = []
    speaks_for: list[str] = []


class ContactField(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A field of 联系方式 and its label; `variants` are labels under which the program wrote it at other times."""

    id: ContactName
    label: str
    variants: list[str] = []


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the report. `heading` is printed above it; `tab` is its name in the window; `table` is the id of the
    table in it. `variants` are headings of other documents, `placeholder` is shown while the text is empty.

    A text without a heading is printed right under the title (the lead-in) and edited with 基本信息; its `tab` is its
    name everywhere. `limit` is a common limit to the characters of its text (0 for none): counted, never checked.
    """

    id: str
    heading: str = ""
    tab: str = ""
    variants: list[str] = []
    guide: str = ""
    placeholder: str = ""
    table: str = ""
    limit: int = 0


class Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row or a column of figures.

    `labels` is its path in the tree of labels, outermost first (["申请人情况", "自然人"]); neighbours that share a
    beginning share a merged cell. `short` is its name in a sentence (default: the last label), `variants` are wordings
    of the last label in other documents. `guide` says what belongs here, `not_here` what does not and where it goes,
    `examples` are borderline cases ("撤回申请的 → 一般计入其他处理"), `basis` is the article.
    """

    id: str
    labels: list[str]
    short: str = ""
    variants: list[str] = []
    guide: str = ""
    not_here: str = ""
    examples: list[str] = []
    basis: str = ""


class Row(Line, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of figures. The one row of a table without row labels has the id "" and no labels."""


class Column(Line, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column of figures; `type` says what its cells hold, `unit` the unit of its figures (万元), if it has one."""

    type: CellType = "count"
    unit: str = ""


class Block(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A run of rows under one heading row; `banner` is a shaded row above it, `corner` stands over the row labels."""

    banner: str = ""
    corner: str = ""
    columns: list[Column]
    rows: list[Row]


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fixed table. `widths` are the relative widths of its grid columns, row labels included.

    `headers` says whether header rows and label columns stay in place ("frozen") or scroll with the body.
    `nothing` is the wording of the tick that fills the table with 0. `unsaid_row` and `unsaid_column` are what a
    sentence means that names no row (“自然人10件”: 本年新收) or no column (“新收12件”: 总计).
    """

    id: str
    title: str
    widths: list[int]
    headers: Literal["frozen", "body"]
    unit: str = ""
    nothing: str = ""
    unsaid_row: str = ""
    unsaid_column: str = ""
    blocks: list[Block]

    def caption(self, block: Block) -> str:
        """What one of its blocks is called: "主动公开政府信息情况　第二十条第（一）项", its title without a banner."""
        return f"{self.title}　{block.banner}" if block.banner else self.title


class Equation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sum that must hold, once for every column, row or group of columns of its table.

    The members on the `left` add up to those on the `right`: rows for each "column", columns for each "row", for each
    "group" the last parts of the ids of its columns ("upheld" of "reconsideration.upheld"). With `fills` the one member
    on the right is a total that the program fills in where nothing was typed. The messages are for members that do not
    add up (`broken`), for known ones that are too much already while others are blank (`exceeded`), and for a single
    blank one that follows from the others (`offered`). `reasons_more` and `reasons_less` say what is likely when the
    left side is the larger or the smaller one.
    """

    rule: str
    label: str
    title: str
    table: str
    each: Literal["column", "row", "group"]
    left: list[str]
    right: list[str]
    fills: bool = False
    severity: Severity = "error"
    broken: str
    exceeded: str
    offered: str
    basis: str = ""
    advice: str = ""
    reasons_more: list[str] = []
    reasons_less: list[str] = []


class Required(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something a text must speak of: any one of its `words` will do (考核, 考评 for 工作考核)."""

    id: str
    name: str
    words: list[str]


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A check that is not an equation: its wording and severity, and what a check of texts looks for.

    `sections` and `kinds` (of units) are where it applies (none given: everywhere), `cells` the figures it compares
    with, `words` and `required` what it looks for, `unless` words of a sentence that make it right (往年 beside an
    earlier year), `outdated` what must no longer be cited → what is in force. The function of the rule says more.
    """

    rule: str
    title: str
    severity: Severity
    message: str
    basis: str = ""
    advice: str = ""
    sections: list[str] = []
    kinds: list[str] = []
    cells: list[str] = []
    words: list[str] = []
    unless: list[str] = []
    required: list[Required] = []
    outdated: dict[str, str] = {}


class CrossYearRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure that follows from last year's report, once for every column or row of its table that holds it.

    `cell` should be last year's figures `previous` plus this year's `plus` minus this year's `minus`: 现行有效 is last
    year's 现行有效 plus 本年制发 minus 本年废止. A figure that is `carried` (上年结转) follows from last year's alone,
    and a new report takes it over.
    """

    label: str
    table: str
    each: Literal["column", "row"]
    cell: str
    previous: list[str]
    plus: list[str] = []
    minus: list[str] = []
    carried: bool = False


class LargeChangeRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure far from last year's: more than `factor` times as large or as small, and `least` away or more."""

    factor: int
    least: int


class Definition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One edition of the official form; it holds for reports for `first_year` and later, until the next edition's.

    `title` and `lead_in` have {unit} and {year} in braces, the lead-in also {contact}. Units whose name has the ending
    of no kind are of the `default_kind`.
    """

    edition: str
    name: str
    source: str
    first_year: int
    title: str
    lead_in: str = ""
    default_kind: str
    kinds: list[Kind]
    contact: list[ContactField]
    sections: list[Section]
    tables: list[Table]
    equations: list[Equation]
    rules: list[Rule]
    cross_year: list[CrossYearRule] = []
    changes: list[LargeChangeRule] = []
