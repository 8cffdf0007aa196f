"""The comments of reviewers in a Word file: author, text, and the words that they stand at."""

import time

import pytest
from tests.support.office_packages import W, p, tbl, word

from reportdesk.documents.blocks import Comment
from reportdesk.documents.word.reader import read_docx


def written(*comments: tuple[str, str]) -> str:
    each = (
        f'<w:comment w:id="{number}" w:author="{author}">{"".join(map(p, text.split(chr(10))))}</w:comment>'
        for number, (author, text) in enumerate(comments)
    )
    return f"<w:comments {W}>{''.join(each)}</w:comments>"


def begin(number: int) -> str:
    return f'<w:commentRangeStart w:id="{number}"/>'


def end(number: int) -> str:
    return f'<w:commentRangeEnd w:id="{number}"/>{mark(number)}'


def mark(number: int) -> str:
    return f'<w:r><w:commentReference w:id="{number}"/></w:r>'


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def comments(body: str, *each: tuple[str, str]) -> list[Comment]:
    return read_docx(word(body, comments=written(*each)), "年报.docx").comments


def test_they_stand_at_the_words_between_their_ends_in_the_order_of_the_text():
    first, second = f"{begin(1)}{run('公开')}{run('12条')}{end(1)}", f"{begin(0)}{run('较好')}{end(0)}"
    body = f"<w:p>{run('全年')}{first}{run('信息，')}{second}</w:p>"
    assert comments(body, ("李科长", "删去\n或改写"), ("王主任", "请核实")) == [
        Comment("王主任", "请核实", "公开12条"),
        Comment("李科长", "删去\n或改写", "较好"),
    ]


def test_one_at_no_words_stands_at_its_paragraph():
    assert comments(f"<w:p>{run('全年公开')}{mark(0)}</w:p>", ("李", "一")) == [Comment("李", "一", "全年公开")]


def test_one_over_two_paragraphs_and_one_around_another():
    body = f"<w:p>{begin(0)}{run('甲')}{begin(1)}{run('乙')}{end(1)}</w:p><w:p>{run('丙')}{end(0)}</w:p>"
    found = comments(body, ("", "大"), ("", "小"))
    assert [(each.text, each.at) for each in found] == [("小", "乙"), ("大", "甲乙丙")]


def test_one_in_a_table_names_its_row():
    cell = f"<w:p>{begin(0)}{run('5')}{end(0)}</w:p>"
    found = comments(tbl([p("（一）予以公开"), cell, p("12")], [p("别的"), p("1"), p("2")]), ("李", "核"))
    assert found == [Comment("李", "核", "5", "（一）予以公开 5 12")]


def test_what_was_struck_out_is_no_word_they_stand_at():
    struck = '<w:del w:id="9" w:author="王"><w:r><w:delText>旧</w:delText></w:r></w:del>'
    added = f'<w:ins w:id="8" w:author="王">{run("新")}</w:ins>'
    assert comments(f"<w:p>{begin(0)}{struck}{added}{end(0)}</w:p>", ("李", "核"))[0].at == "新"


def test_they_are_no_part_of_the_text():
    found = read_docx(word(f"<w:p>{begin(0)}{run('甲')}{end(0)}</w:p>", comments=written(("李", "乙"))), "年报.docx")
    assert [block.text for block in found.blocks] == ["甲"]


@pytest.mark.parametrize(
    "part", ["<w:comments", f"<!DOCTYPE a [<!ENTITY b 'c'>]><w:comments {W}/>", f"<w:comments {W}/>"]
)
def test_that_there_are_some_is_said_though_they_cannot_be_read(part: str):
    found = read_docx(word(f"<w:p>{run('甲')}{mark(0)}</w:p>", comments=part), "年报.docx")
    assert found.comments == [Comment("", "", "甲")] and "1 条批注" in found.remarks[0]


def test_great_numbers_and_sizes_are_bounded():
    many = 3000
    body = "".join(map(begin, range(many))) + f"<w:p>{run('长' * 10**6)}{run('x') * 2_000}</w:p>"
    body += f"<w:p>{''.join(map(end, range(many)))}</w:p>"
    began = time.perf_counter()
    found = comments(body, *[("名" * 1000, "话" * 10_000)] * 50)
    assert time.perf_counter() - began < 10
    assert len(found) < many and max(len(each.text) for each in found) == 2000
    assert max(len(each.author) for each in found) == 40 and max(len(each.at) for each in found) < 100
