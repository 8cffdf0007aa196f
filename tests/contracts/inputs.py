"""Files of other programs, made by hand: what make_fixtures.py --files writes into fixtures/inputs.

The tests read the files and never this module.
"""

import io
import json
import re
import zipfile
from html import escape
from itertools import cycle

import openpyxl
from tests.contracts import adapters

_MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_A4 = (595.0, 842.0)


def inputs(stored: dict) -> dict[str, bytes]:
    """Name → content. `stored` is name → (report, pictures)."""
    long, form2019, pictures = stored["long"], stored["form2019"], stored["pictures"]
    outline = adapters.outline(form2019[0])
    sheet = adapters.data_sheet_file(long[0], "法规股", adapters.source_rows(long[0])[:14])
    word = adapters.word_file(*long)
    return {
        "ours.docx": adapters.word_file(*pictures),
        "ours.xlsx": adapters.excel_file(*long),
        "ours.html": adapters.web_page(*pictures),
        "public.docx": adapters.public_word_file(*form2019),
        "public.html": adapters.web_page(*long, public=True),
        "reviewed.docx": _reviewed(word),
        "foreign.docx": _docx(outline),
        "foreign.xlsx": _xlsx(outline),
        "foreign.html": _html(outline, "gbk"),
        "foreign.pdf": _pdf(outline),
        "foreign.txt": _text(outline, "\t").encode("gbk"),
        "bars.md": _text(adapters.outline(stored["blanks"][0]), "|").encode(),
        "data-sheet.docx": _filled_in(sheet),
        "cut.docx": word[: len(word) // 2],
        "empty.txt": b" \n",
        "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument".encode("utf-16-le") + bytes(600),
        "locked.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le") * 2,
        "photo.jpg": b"\xff\xd8\xff\xe0" + bytes(40),
        "other.txt": "会议纪要\n今天讨论了三件事。\n".encode(),
        "values.json": json.dumps(
            {
                "cells": {"requests.received.natural_person": 8, "disclosure.charges.amount": "190.457300"},
                "notes": {"requests.received.natural_person": "含网上2件"},
                "sections": {"overview": "（一）主动公开\n全年公开36条。"},
            },
            ensure_ascii=False,
        ).encode(),
        "wrong_values.json": b'{"cells": {"requests.received.natural_person": "eight"}}',
        "not_values.json": b'{"figures": []}',
        "before.rdesk": _with_text(stored["short"], *_graded(0)),
        "after.rdesk": _with_text(stored["short"], *_graded(1)),
        "newer.rdesk": _zip({"mimetype": b"application/vnd.reportdesk.report+zip", "report.json": b'{"format": 2}'}),
        "damaged.rdesk": adapters.encoded(*long)[:3000],
        "not_a_report.rdesk": b"not a report",
    }


def _with_text(stored, overview, problems) -> bytes:
    """A report of ours with other texts."""
    return adapters.encoded(stored[0].with_sections({"overview": overview, "problems": problems}), {})


def _graded(side):
    """Two texts before (0) and after (1): sentences that are less and less alike, and sentences that move or go."""
    characters = cycle(_MANY)
    sentences = []
    for changed in range(2, 17):
        words = [next(characters) for _ in range(20)]
        step = 20 / changed
        places = {int(number * step) for number in range(changed)} if side else ()
        sentences.append("".join("甲" if place in places else word for place, word in enumerate(words)) + "。")
    fixed = ["一是抓公开。", "二是抓解读，成效明显。", "三是抓回应；四是抓监督。", "全年公开信息36条。"]
    moved = [fixed[3], fixed[0], "二是抓解读,成效明显。", "五是抓培训。三是抓回应；四是抓监督。"]
    return "\n".join(sentences), "\n".join(moved if side else fixed)


_MANY = (
    "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光"
    "果珍李柰菜重芥姜海咸河淡鳞潜羽翔龙师火帝鸟官人皇始制文字乃服衣裳推位让国有虞陶唐吊民伐罪周发殷汤坐朝问道垂拱平章"
    "爱育黎首臣伏戎羌遐迩一体率宾归王鸣凤在竹白驹食场化被草木赖及万方"
)


def _reviewed(word: bytes) -> bytes:
    """A Word file of ours as it comes back: words deleted and inserted, a comment."""
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    xml = parts["word/document.xml"].decode()
    old = re.search(r"<w:r><w:t[^>]*>全年通过县政府门户网站公开各类信息1286条[^<]*</w:t></w:r>", xml)[0]
    said = re.sub("<[^>]*>", "", old)
    by = 'w:author="李四" w:date="2026-01-14T08:00:00Z"'
    new = (
        f'<w:del w:id="1" {by}><w:r><w:delText xml:space="preserve">{said}</w:delText></w:r></w:del>'
        '<w:commentRangeStart w:id="7"/>'
        f'<w:ins w:id="2" {by}><w:r><w:t>{said.replace("1286", "1290")}</w:t></w:r></w:ins>'
        '<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>'
    )
    parts["word/document.xml"] = xml.replace(old, new, 1).encode()
    parts["word/comments.xml"] = (
        f'<w:comments {_MAIN}><w:comment w:id="7" {by} w:initials="L"><w:p><w:r><w:t>请核对总数</w:t></w:r></w:p>'
        "</w:comment></w:comments>"
    ).encode()
    relations = parts["word/_rels/document.xml.rels"].decode()
    relation = f'<Relationship Id="rIdC" Type="{_OFFICE}/comments" Target="comments.xml"/></Relationships>'
    parts["word/_rels/document.xml.rels"] = relations.replace("</Relationships>", relation).encode()
    return _zip(parts)


def _filled_in(sheet: bytes) -> bytes:
    """A data sheet with figures, a note, a figure that is none, and a signature."""
    with zipfile.ZipFile(io.BytesIO(sheet)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    entries = iter(["12", "3（其中修订1件）", "/", "０", "约5件", "1,234", "7"])
    blank = re.compile(
        r"(<w:p><w:pPr><w:pStyle w:val=\"Table(?:Text|Compact)\"/>(?:(?!</w:pPr>).)*</w:pPr>)(</w:p></w:tc>)"
    )
    xml = parts["word/document.xml"].decode()
    xml = blank.sub(lambda found: f"{found[1]}<w:r><w:t>{next(entries, '2')}</w:t></w:r>{found[2]}", xml)
    parts["word/document.xml"] = xml.encode()
    return _zip(parts)


def _docx(outline) -> bytes:
    body = ""
    for item in outline:
        if isinstance(item, str):
            body += _paragraph(item)
            continue
        cells = item[1]
        body += "<w:tbl>"
        for row in range(max(cell[0] + cell[2] for cell in cells)):
            body += "<w:tr>"
            for top, _, rows, across, text in sorted(cells, key=lambda cell: cell[1]):
                if top <= row < top + rows:
                    merge = (
                        ""
                        if rows == 1
                        else f"<w:vMerge{' w:val=' + chr(34) + 'restart' + chr(34) if row == top else ''}/>"
                    )
                    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
                    body += f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{_paragraph(text if row == top else '')}</w:tc>"
            body += "</w:tr>"
        body += "</w:tbl>"
    relation = f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    return _zip(
        {
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relation}</Relationships>'.encode(),
            "word/document.xml": f"<w:document {_MAIN}><w:body>{body}</w:body></w:document>".encode(),
        }
    )


def _paragraph(text):
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def _xlsx(outline) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    at = 1
    for item in outline:
        if isinstance(item, str):
            sheet.cell(at, 1, item)
            at += 1
            continue
        for top, left, rows, across, text in item[1]:
            sheet.cell(at + top, left + 1, int(text) if text.isdigit() else text)
            if rows > 1 or across > 1:
                sheet.merge_cells(None, at + top, left + 1, at + top + rows - 1, left + across)
        at += max(cell[0] + cell[2] for cell in item[1])
    data = io.BytesIO()
    book.save(data)
    with zipfile.ZipFile(data) as package:
        return _zip({name: package.read(name) for name in package.namelist() if name != "docProps/core.xml"})


def _html(outline, encoding) -> bytes:
    parts = [f'<!DOCTYPE html><html><head><meta charset="{encoding}"><title>{outline[0]}</title></head><body>']
    for item in outline:
        if isinstance(item, str):
            parts.append(f'<p style="text-indent: 2em">{escape(item)}</p>')
            continue
        parts.append('<table border="1">')
        for row in range(max(cell[0] + cell[2] for cell in item[1])):
            cells = "".join(
                f'<td rowspan="{rows}" colspan="{across}">{escape(text)}</td>'
                for top, _, rows, across, text in item[1]
                if top == row
            )
            parts.append(f"<tr>{cells}</tr>")
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>"]).encode(encoding)


def _text(outline, between) -> str:
    lines = []
    for item in outline:
        if isinstance(item, str):
            lines.append(item)
            continue
        for row in range(max(cell[0] + cell[2] for cell in item[1])):
            line = between.join(cell[4].replace("\n", "") for cell in item[1] if cell[0] == row)
            lines.append(f"|{line}|" if between == "|" else line)
    return "\n".join(lines)


def _pdf(outline) -> bytes:
    """Lines and ruled tables down the pages, set in a font that every reader knows."""
    pages: list[list[str]] = [[]]
    y = 60.0

    def show(x, top, text, size):
        code = text.encode("utf-16-be").hex()
        pages[-1].append(f"BT /F {size} Tf {x:.1f} {_A4[1] - top - size:.1f} Td <{code}> Tj ET")

    for item in outline:
        if isinstance(item, str):
            for line in _cut(item, 28):
                if y > 760:
                    pages.append([])
                    y = 60.0
                show(70, y, line, 14)
                y += 22
            continue
        columns, cells = item
        edges = [70 + 455 * number / columns for number in range(columns + 1)]
        lines = {(c[0], c[1]): _cut(c[4], int((edges[c[1] + c[3]] - edges[c[1]] - 4) / 7)) for c in cells}
        count = max(cell[0] + cell[2] for cell in cells)
        heights = [
            max([len(lines[c[0], c[1]]) for c in cells if c[0] == row and c[2] == 1] or [1]) * 9 + 6
            for row in range(count)
        ]
        if y + sum(heights) > 780:
            pages.append([])
            y = 60.0
        tops = [y + sum(heights[:row]) for row in range(count + 1)]
        for top, left, rows, across, _ in cells:
            x0, x1, y0, y1 = edges[left], edges[left + across], tops[top], tops[top + rows]
            for a, b, c, d in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                pages[-1].append(f"{a:.1f} {_A4[1] - b:.1f} m {c:.1f} {_A4[1] - d:.1f} l S")
            for number, line in enumerate(lines[top, left]):
                show(x0 + 2, y0 + 2 + number * 9, line, 7)
        y = tops[-1] + 14
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]/MediaBox[0 0 595 842]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong/DW 1000/W[1 95 500 814 939 500]/FontDescriptor 5 0 R"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
        "<</Type/FontDescriptor/FontName/STSong/Flags 4/Ascent 880/Descent -120/CapHeight 700/StemV 90"
        "/ItalicAngle 0/FontBBox[-25 -254 1000 880]>>",
    ]
    for number, page in enumerate(pages):
        drawn = "\n".join(page)
        objects.append(f"<</Type/Page/Parent 2 0 R/Resources<</Font<</F 3 0 R>>>>/Contents {7 + 2 * number} 0 R>>")
        objects.append(f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream")
    data, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(f"{len(data):010} 00000 n \n")
        data += f"{number} 0 obj {content} endobj\n"
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{''.join(places)}"
    end += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF"
    return (data + end).encode("ascii")


def _cut(text, width):
    """A text in lines of so many Chinese characters."""
    return [text[start : start + width] for start in range(0, len(text), width)]


def _zip(parts) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return data.getvalue()
