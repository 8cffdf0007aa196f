"""The official form, and that a form is nothing but a data file."""

import re
from collections import Counter
from itertools import pairwise

import msgspec
import pytest
from tests.support.invented_form import INVENTED, SMALL
from tests.support.official_form import GROUPS, OUTCOMES, PEOPLE, RESULTS

from reportdesk import check, form, resources
from reportdesk.form import FormError, line_name
from reportdesk.report import Contact, Report, cells_to_fill, figures
from reportdesk.report.comparison import difference_sentences
from reportdesk.report.drafts import changes_since, snapshot
from reportdesk.services.text_output import report_lines
from reportdesk.store import open_report, save_report

ROWS = ["received", "carried_in", *RESULTS, "concluded", "carried_out"]

IDS = {
    "disclosure": [
        *[
            f"disclosure.{row}.{column}"
            for row in ("regulations", "normative_documents")
            for column in ("issued", "repealed", "in_force")
        ],
        "disclosure.licensing.decisions",
        "disclosure.penalties.decisions",
        "disclosure.coercion.decisions",
        "disclosure.charges.amount",
    ],
    "requests": [f"requests.{row}.{column}" for row in ROWS for column in [*PEOPLE, "total"]],
    "disputes": [f"disputes.{group}.{outcome}" for group in GROUPS for outcome in OUTCOMES],
}


@pytest.fixture
def official():
    return form.get("2021")


# ---- the shipped editions ----


def lines_of(loaded):
    return [
        line for table in loaded.tables.values() for block in table.blocks for line in (*block.columns, *block.rows)
    ]


def rules_of(loaded):
    definition = loaded.definition
    return [*definition.equations, *definition.cross_year, *definition.changes, *definition.rules]


@pytest.mark.parametrize("edition", form.editions())
def test_every_shipped_edition_is_sound(edition):
    loaded = form.get(edition)
    assert loaded.edition == edition
    for table in loaded.tables:
        assert_covered_once(loaded.layout(table))
        assert loaded.sections[loaded.section_of_table(table)].table == table
    for section in loaded.sections.values():
        assert section.guide, section.id
    assert loaded.title("示例县财政局", 2025).startswith("示例县财政局2025年")
    assert loaded.definition.default_kind in loaded.kinds


@pytest.mark.parametrize("edition", form.editions())
def test_every_row_and_column_has_guidance(edition):
    loaded = form.get(edition)
    for line in lines_of(loaded):
        assert line.guide, line
        assert line.not_here or line.examples, line
    for cell in loaded.cells.values():
        assert cell.row.not_here and cell.row.examples, cell.id


@pytest.mark.parametrize("edition", form.editions())
def test_every_rule_says_where_it_comes_from_and_what_to_do(edition):
    for rule in rules_of(form.get(edition)):
        assert rule.basis, rule.rule
        assert rule.advice, rule.rule


@pytest.mark.parametrize("edition", form.editions())
def test_guidance_is_plain_chinese(edition):
    loaded = form.get(edition)
    lines, rules = lines_of(loaded), rules_of(loaded)
    short = [line.not_here for line in lines if line.not_here] + [rule.advice for rule in rules]
    sentences = short + [line.guide for line in lines] + [section.guide for section in loaded.sections.values()]
    examples = [example for line in lines for example in line.examples]
    for text in sentences + examples + [each.basis for each in (*lines, *rules)]:
        # Decimals and “/” are written with half-width signs, nothing else is.
        left = re.sub(r"(?<=\d)\.(?=\d)|(?<=“)/(?=”)", "", text)
        assert not re.search(r"[A-Za-z!-/:-@\[-`{-~]", left), text
        assert text == text.strip() and "  " not in text and "\n" not in text, text
        assert text.count("“") == text.count("”") and text.count("（") == text.count("）"), text
    for text in sentences:
        assert text.endswith("。"), text
    for text in examples:
        assert re.fullmatch(r"[^→。]*[^→。 ] → [^→。 ][^→。]*", text), text
    for text in short + examples:
        assert 15 <= len(text) <= 60, text
    assert [text for text, times in Counter(short + examples).items() if times > 1] == []


@pytest.mark.parametrize("edition", form.editions())
def test_guidance_refers_to_lines_that_exist(edition):
    """“（四）无法提供”第1项 is a promise that such a line stands in the form."""
    lines = lines_of(form.get(edition))
    labels = {label for line in lines for label in (*line.labels, *line.variants, line_name(line))}
    labels |= {re.sub(r"^\d\.", "", label) for label in labels}
    numbered = {(outer, label[0]) for line in lines for outer, label in pairwise(line.labels) if label[1:2] == "."}
    for line in lines:
        for text in (line.guide, line.not_here, *line.examples):
            for name, item in re.findall(r"(?:“([^”]{2,})”)?(?:第(\d)项)?", text):
                outer = name or (line.labels[-2] if item else "")
                assert any(label.startswith(outer) for label in labels), text
                assert not item or any(o.startswith(outer) and number == item for o, number in numbered), text


def test_2021_is_shipped_and_the_default():
    assert "2021" in form.editions()
    assert Report.new(unit="示例县财政局", year=2025).edition == "2021"


def test_an_unknown_edition_is_refused_with_the_known_ones():
    for edition in ("1999", "", "../2021", "2021.toml"):
        with pytest.raises(FormError, match="2021"):
            form.get(edition)


def test_cell_ids_are_those_of_the_design(official):
    """They stand in saved reports: none may ever change."""
    assert {table: list(official.table_cells(table)) for table in official.tables} == IDS
    assert list(official.cells) == [cell for ids in IDS.values() for cell in ids]


def test_section_ids_are_those_of_the_design(official):
    expected = ["lead_in", "overview", "disclosure", "requests", "disputes", "problems", "other_matters"]
    assert list(official.sections) == expected
    assert [section.heading[:2] for section in official.sections.values()] == [
        "", "一、", "二、", "三、", "四、", "五、", "六、",
    ]  # fmt: skip


def test_there_are_42_equations_with_stable_ids(official):
    expected = {
        *[f"requests.balance/{column}" for column in [*PEOPLE, "total"]],
        *[f"requests.concluded/{column}" for column in [*PEOPLE, "total"]],
        *[f"requests.row/{row}" for row in ROWS],
        *[f"disputes.sum/{group}" for group in GROUPS],
    }
    assert len(official.sums) == len(expected) == 42
    assert {each.id for each in official.sums} == expected
    labels = Counter(each.equation.label for each in official.sums)
    assert labels == {"G1": 7, "G2": 7, "G3": 25, "G4": 3}


def test_the_members_of_each_kind_of_equation(official):
    sums = {each.id: each for each in official.sums}

    def members(sum_id, pattern):
        each = sums[sum_id]
        return [pattern.fullmatch(cell)[1] for cell in each.left], [pattern.fullmatch(cell)[1] for cell in each.right]

    column = re.compile(r"requests\.(.+)\.charity")
    assert members("requests.balance/charity", column) == (["received", "carried_in"], ["concluded", "carried_out"])
    assert members("requests.concluded/charity", column) == (RESULTS, ["concluded"])
    row = re.compile(r"requests\.other\.other\.(.+)")
    assert members("requests.row/other.other", row) == (PEOPLE, ["total"])
    group = re.compile(r"disputes\.litigation_direct\.(.+)")
    assert members("disputes.sum/litigation_direct", group) == (OUTCOMES[:4], ["total"])


def test_every_total_and_no_other_cell_fills_itself(official):
    expected = {
        *[f"requests.concluded.{column}" for column in PEOPLE],
        *[f"requests.{row}.total" for row in ROWS],
        *[f"disputes.{group}.total" for group in GROUPS],
    }
    assert official.totals.keys() == expected
    order = list(official.totals)
    for cell, each in official.totals.items():
        for member in each.left:
            assert member not in expected or order.index(member) < order.index(cell)


def test_fees_are_amounts_and_everything_else_is_a_count(official):
    types = {cell.id: cell.type for cell in official.cells.values()}
    assert types.pop("disclosure.charges.amount") == "amount"
    assert official.cells["disclosure.charges.amount"].unit == "万元"
    assert set(types.values()) == {"count"}


# ---- layout ----


def assert_covered_once(layout):
    covered = Counter(
        (row, column)
        for placed in layout.cells
        for row in range(placed.row, placed.row + placed.row_span)
        for column in range(placed.column, placed.column + placed.column_span)
    )
    assert set(covered) == {(row, column) for row in range(layout.rows) for column in range(layout.columns)}
    assert set(covered.values()) == {1}
    assert len(layout.widths) == layout.columns
    assert list(layout.cells) == sorted(layout.cells, key=lambda placed: (placed.row, placed.column))


@pytest.mark.parametrize(
    ("table", "grid", "frozen"),
    [("disclosure", (14, 4), (0, 0)), ("requests", (28, 10), (3, 3)), ("disputes", (4, 15), (3, 0))],
)
def test_the_official_grids(official, table, grid, frozen):
    layout = official.layout(table)
    assert (layout.rows, layout.columns) == grid
    assert (layout.header_rows, layout.label_columns) == frozen
    assert_covered_once(layout)
    assert [placed.cell for placed in layout.cells if placed.cell] == IDS[table]
    in_frozen_part = [
        placed for placed in layout.cells if placed.row < layout.header_rows or placed.column < layout.label_columns
    ]
    assert [placed for placed in layout.cells if placed.frozen] == in_frozen_part


@pytest.mark.parametrize(
    ("table", "text", "place"),
    [
        ("disclosure", "第二十条第（一）项", (0, 0, 1, 4)),
        ("disclosure", "行政事业性收费", (13, 0, 1, 1)),
        ("requests", "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", (0, 0, 3, 3)),
        ("requests", "申请人情况", (0, 3, 1, 7)),
        ("requests", "自然人", (1, 3, 2, 1)),
        ("requests", "法人或其他组织", (1, 4, 1, 5)),
        ("requests", "商业企业", (2, 4, 1, 1)),
        ("requests", "总计", (1, 9, 2, 1)),
        ("requests", "一、本年新收政府信息公开申请数量", (3, 0, 1, 3)),
        ("requests", "三、本年度办理结果", (5, 0, 22, 1)),
        ("requests", "（三）不予公开", (7, 1, 8, 1)),
        ("requests", "（七）总计", (26, 1, 1, 2)),
        ("requests", "四、结转下年度继续办理", (27, 0, 1, 3)),
        ("disputes", "行政复议", (0, 0, 1, 5)),
        ("disputes", "行政诉讼", (0, 5, 1, 10)),
        ("disputes", "复议后起诉", (1, 10, 1, 5)),
    ],
)
def test_merged_labels_stand_where_the_paper_has_them(official, table, text, place):
    placed = [cell for cell in official.layout(table).cells if cell.text == text]
    assert [tuple(cell[:4]) for cell in placed] == [place]


def test_a_single_column_block_spans_what_is_left(official):
    (penalties,) = [c for c in official.layout("disclosure").cells if c.cell == "disclosure.penalties.decisions"]
    assert (penalties.column, penalties.column_span) == (1, 3)


# ---- a new edition is a data file ----


def test_an_invented_form_needs_no_code(load_form, tmp_path):
    small = load_form(SMALL)
    assert list(small.cells) == [
        f"stock.{row}.{column}" for row in ("apples", "pears", "fruit") for column in ("north", "south", "all")
    ]
    layout = small.layout("stock")
    assert (layout.rows, layout.columns, layout.header_rows, layout.label_columns) == (5, 4, 2, 1)
    assert_covered_once(layout)

    report = Report.new(unit="示例商店", year=2025, edition="small")
    assert report.title == "示例商店2025年小报告"
    assert report.kind == "shop"
    report = report.with_cells(
        {"stock.apples.north": "3", "stock.apples.south": "4", "stock.pears.north": "１"}
    ).with_sections({"words": "无"})
    (blank,) = [finding for finding in check(report).findings if finding.rule == "blank"]
    assert (blank.severity, blank.section) == ("hint", "sales")
    assert cells_to_fill(report, figures(report), "stock") == ["stock.pears.south"]

    report = report.with_cells({"stock.pears.south": "2"})
    totals = {cell: value for cell, value in figures(report).items() if cell.endswith("all") or ".fruit." in cell}
    assert totals == {
        "stock.apples.all": "7",
        "stock.pears.all": "3",
        "stock.fruit.north": "4",
        "stock.fruit.south": "6",
        "stock.fruit.all": "10",
    }
    assert check(report).findings == []

    broken = report.with_cells({"stock.fruit.north": "5"})
    down, across = check(broken).findings
    assert (down.id, down.expected, down.actual) == ("stock.down/north", "4", "5")
    assert down.message == "北：苹果 3 ＋ 梨 1 ＝ 4，但为 5，相差 1 箱。"
    assert (across.id, across.expected, across.actual) == ("stock.across/fruit", "11", "10")

    save_report(broken, tmp_path / "a.rdesk")
    assert open_report(tmp_path / "a.rdesk") == broken


def test_the_lead_in_is_called_what_the_file_calls_it(load_form):
    found = load_form(SMALL.replace('heading = "二、文字"', 'tab = "前言"'))
    assert (found.lead_in, found.section_name("words"), found.tab_name("words")) == ("words", "前言", "前言")
    assert found.section_name("sales") == found.tab_name("sales") == "一、销售"
    report = Report.new(unit="示例县财政局", year=2025, edition=found.edition)
    written = report.with_sections({"words": "写了。"})
    assert difference_sentences(report, written) == ["“前言”的文字：新增 3 字。"]
    assert [change.name for change in changes_since(written, snapshot(report))] == ["前言"]
    assert "\n前言" in report_lines(written)


def test_a_cell_knows_its_unit(official, load_form):
    assert {cell.unit for cell in official.cells.values() if cell.type == "amount"} == {"万元"}
    assert {cell.unit for cell in official.cells.values() if cell.type == "count"} == {"件"}
    invented = load_form(INVENTED.replace('headers = "frozen"', 'headers = "frozen"\nunit = "人"'))
    assert {cell.id: cell.unit for cell in invented.cells.values() if cell.table == "staff"} == {
        "staff.change": "人", "staff.left": "人", "staff.remark": "", "staff.more": ""
    }  # fmt: skip
    assert invented.common_unit(["staff.left", "staff.remark"]) == "人"
    assert invented.common_unit(["staff.left", "stock.bread.all"]) == invented.common_unit([]) == ""


def test_a_block_is_called_by_its_table_and_its_banner(official):
    captions = [table.caption(block) for table in official.tables.values() for block in table.blocks]
    assert captions[0] == "主动公开政府信息情况　第二十条第（一）项"
    assert captions[-1] == official.tables["disputes"].title


@pytest.mark.parametrize("edition", form.editions())
def test_every_edition_labels_the_fields_of_the_contact(edition):
    labels = form.get(edition).contact_labels
    assert tuple(labels) == Contact.__struct_fields__
    assert len(set(labels.values())) == len(labels) and all(labels.values())


def test_a_label_that_was_written_once_is_known_in_every_edition():
    for edition in form.editions():
        (postcode,) = [field for field in form.get(edition).definition.contact if field.id == "postcode"]
        assert {postcode.label, *postcode.variants} >= {"邮编", "邮政编码"}


@pytest.mark.parametrize("edition", form.editions())
def test_the_lead_in_has_a_name_in_every_edition(edition):
    found = form.get(edition)
    assert found.section_name(found.lead_in) == "引言"


def without(text, part):
    assert part in text
    return text.replace(part, "")


FAULTS = {
    "not TOML": "edition = ",
    "empty": "",
    "a field missing": without(SMALL, 'title = "{unit}{year}年小报告"\n'),
    "a field misspelt": SMALL.replace("first_year", "firstyear"),
    "a wrong type": SMALL.replace("first_year = 2020", 'first_year = "2020"'),
    "a default kind that is none": SMALL.replace('default_kind = "shop"', 'default_kind = "office"'),
    "a table in no section": without(SMALL, ', table = "stock"'),
    "a section without its table": SMALL.replace('heading = "二、文字"', 'heading = "二、文字", table = "x"'),
    "a text without heading or name": SMALL.replace('heading = "二、文字"', 'heading = ""'),
    "a field of the contact missing": without(SMALL, '    { id = "fax", label = "传真" },\n'),
    "a field of the contact twice": SMALL.replace('{ id = "fax"', '{ id = "email"'),
    "an unknown field of the contact": SMALL.replace('{ id = "fax"', '{ id = "telex"'),
    "a section twice": SMALL.replace('id = "words"', 'id = "sales"'),
    "a table in two sections": SMALL.replace('heading = "二、文字"', 'heading = "二、文字", table = "stock"'),
    "a cell twice": SMALL.replace('id = "south"', 'id = "north"'),
    "too few widths": SMALL.replace("[2, 1, 1, 1]", "[2, 1, 1]"),
    "no columns": re.sub(r"columns = \[.*?\n\]", "columns = []", SMALL, flags=re.S),
    "no rows": re.sub(r"rows = \[.*?\n\]", "rows = []", SMALL, flags=re.S),
    "columns without labels": re.sub(r'\["(仓库|合计)".*?\]', "[]", SMALL),
    "an equation of no table": SMALL.replace('table = "stock"\neach = "row"', 'table = "x"\neach = "row"'),
    "an equation of an unknown row": SMALL.replace('left = ["apples", "pears"]', 'left = ["apples", "plums"]'),
    "an equation without instances": SMALL.replace('each = "column"', 'each = "group"'),
    "an equation of an unknown sort": SMALL.replace('each = "column"', 'each = "diagonal"'),
    "two totals that fill themselves": SMALL.replace('right = ["fruit"]', 'right = ["fruit", "apples"]'),
    "totals in a circle": SMALL.replace('left = ["apples", "pears"]', 'left = ["apples", "fruit"]'),
    "an equation twice": SMALL.replace('rule = "stock.across"', 'rule = "stock.down"'),
    "a message with an unknown field": SMALL.replace("相差 {difference}", "相差 {differenz}"),
    "a message with an open bracket": SMALL.replace("相差 {difference}", "相差 {difference"),
    "a title with an unknown field": SMALL.replace("{unit}{year}年小报告", "{office}{year}年小报告"),
    "a rule's message with an unknown field": SMALL.replace("{section}：还有 {count}", "{section}：还有 {number}"),
    "a rule missing": SMALL.replace('rule = "blank"', 'rule = "blanks"'),
    "a group whose columns have no common label": SMALL.replace('id = "all"', 'id = "a.b"').replace(
        'each = "row"', 'each = "group"'
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_form_file_with_a_fault_is_refused_with_a_sentence(load_form, fault):
    assert FAULTS[fault] != SMALL
    with pytest.raises(FormError) as caught:
        load_form(FAULTS[fault])
    assert re.search("[\u4e00-\u9fff]", str(caught.value))
    with pytest.raises(FormError):
        form.get("small")


def test_a_form_file_that_is_missing_or_not_utf8_is_refused(tmp_path):
    with pytest.raises(FormError):
        form.load(tmp_path / "none.toml")
    (tmp_path / "gbk.toml").write_bytes('name = "格式"'.encode("gbk"))
    with pytest.raises(FormError):
        form.load(tmp_path / "gbk.toml")


def test_a_changed_wording_is_a_changed_data_file(load_form):
    text = resources.path("forms", "2021.toml").read_text("utf-8")
    text = text.replace('edition = "2021"', 'edition = "2021-changed"').replace("请与台账核对。", "请查。")
    report = Report.new(unit="示例县财政局", year=2025, edition=load_form(text).edition)
    report = report.with_cells(dict.fromkeys(report.cells, "0")).with_cells({"requests.received.charity": "1"})
    assert {finding.message[-3:] for finding in check(report).findings} == {"请查。"}


def test_a_definition_is_what_the_file_says():
    """No field of the file is read over silently."""
    from reportdesk.form.definition import Column

    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"id": "a", "labels": ["b"], "lables": []}, Column)
