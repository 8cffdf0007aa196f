"""Text files and pasted text: encodings, tabs and bars, sentences torn apart by pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.documents.blocks import TableBlock, TextBlock
from reportdesk.documents.plain_text import MAX_TEXT, read_pasted, read_text
from reportdesk.errors import ReadingError


def cells(text: str) -> list[list[list[str]]]:
    """The tables of a text."""
    return [[[s.text for s in row] for row in b.grid] for b in read_pasted(text).blocks if isinstance(b, TableBlock)]


def lines(text: str) -> list[str]:
    return [block.text for block in read_pasted(text).blocks if isinstance(block, TextBlock) and block.text]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encodings(encoding: str) -> None:
    text = "示例县水利局2023年政府信息公开工作年度报告\n规章\t0\t12\n"
    document = read_text(text.encode(encoding), "报告.txt")
    assert document.source == "报告.txt"
    assert document.blocks[0] == TextBlock("示例县水利局2023年政府信息公开工作年度报告")
    assert isinstance(document.blocks[1], TableBlock)
    assert not document.blocks[1].exact


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02", b"\xff\xfe\x00", b"PK\x03\x04\x00\x00", b"\x81", b"abc\xff\xffde\xff"]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(ReadingError, match="不是文字文件"):
        read_text(data, "坏.txt")


def test_sizes_are_bounded() -> None:
    with pytest.raises(ReadingError, match="超过"):
        read_text(b"a" * (MAX_TEXT + 1), "大.txt")
    with pytest.raises(ReadingError, match="过长"):
        read_pasted("字" * (MAX_TEXT + 1))
    with pytest.raises(ReadingError, match="行数过多"):
        read_pasted("\n" * 200_000)
    assert len(cells("\t".join("1" * 1000))[0][0]) <= 64


def test_tabs() -> None:
    assert cells("甲\t1\t2\n乙\t\t3\n\t\t") == [[["甲", "1", "2"], ["乙", "", "3"], ["", "", ""]]]
    assert cells("甲\t1\n\n乙\t2") == [[["甲", "1"]], [["乙", "2"]]]


def test_bars() -> None:
    table = [["甲", "本年", ""], ["乙", "", "3"]]
    assert cells("| 甲 | 本年 | |\n|---|:--:|---|\n| 乙 | | 3 |") == [table]
    assert cells("甲 | 本年 |\n--- | ---\n乙 | | 3") == [[["甲", "本年"], ["乙", "", "3"]]]
    assert cells("|甲|本年||\n|乙||3|") == [table]


def test_a_row_of_dashes_below_the_head_row_only_is_a_rule() -> None:
    assert cells("|甲|乙|\n|-|-|\n|1|2|\n|-|-|") == [[["甲", "乙"], ["1", "2"], ["-", "-"]]]


@pytest.mark.parametrize("text", ["\t一是加强领导。", "一、\t总体情况", "电话|地址", "普通一行"])
def test_lines_that_are_no_tables(text: str) -> None:
    assert cells(text) == []
    assert [line.split() for line in lines(text)] == [text.split()]


def test_marks_of_markdown_go() -> None:
    assert lines("## 一、总体情况\n**重点**工作。") == ["一、总体情况", "重点工作。"]


def test_sentences_torn_by_a_page_break_are_whole_again() -> None:
    above = "充分利用新媒体平台的灵活性与创新性，把握重点，紧扣民生关注焦点，让群众看得到、听得懂，充分发挥灵活性与创新"
    assert lines(f"{above}\n\n\n性，打造政务公开舆论高地。") == [f"{above}性，打造政务公开舆论高地。"]
    for below in ("二、主动公开政府信息情况，", "（一）公开，", "短"):
        assert lines(f"{above}\n\n{below}") == [above, below]
    assert lines(f"{above}。\n\n下一段，另起。") == [f"{above}。", "下一段，另起。"]


@given(st.text())
def test_any_text_can_be_taken_apart(text: str) -> None:
    for block in read_pasted(text).blocks:
        if isinstance(block, TableBlock):
            assert all(spot.right == spot.left + 1 for row in block.grid for spot in row)
