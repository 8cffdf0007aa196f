"""Twelve reports, all of invented units: what make_fixtures.py writes into fixtures/reports.

The tests read the files and never this module, so that a report stays what it was when the program changes.
"""

import copy
import struct
import zlib
from hashlib import sha256

from tests.contracts import adapters

import reportdesk

OVERVIEW = """\
2025年，示例县交通运输局认真贯彻落实《中华人民共和国政府信息公开条例》，持续提升政府信息公开的质量和实效。
（一）主动公开
全年通过县政府门户网站公开各类信息1286条，其中工作动态742条、通知公告318条、政策文件及解读226条。
1.突出重点领域。围绕道路运输、工程建设等重点领域，细化公开目录42项，每季度对照目录自查一次。
2.做好政策解读
对出台的规范性文件同步起草、同步审批、同步发布解读材料，解读政策26件。
（1）图解18件，均在文件公布后3个工作日内发布。
①其中长图6件。
（2）问答和短视频8件，累计阅读量5.2万次。
（二）依申请公开。健全登记、审核、办理、答复、归档全流程，全年未发生因程序不当被纠错的情况。
（三）监督保障。专题研究公开工作4次，举办业务培训2期，社会评议满意度为96.5%。"""
LEAD_IN = """\
本报告根据《中华人民共和国政府信息公开条例》（国务院令第711号）第五十条和国办公开办函〔2021〕30号文件要求编制。
本报告所列数据的统计期限为2025年1月1日至2025年12月31日。如有疑问，请与本单位办公室联系（电话：0000-0000000）。"""
PROBLEMS = """\
（一）存在的主要问题
一是政策解读的形式还不够丰富；二是个别股室内部流转偏慢。
（二）改进情况
针对上年指出的“栏目更新不及时”问题，已建立每周巡检、每月通报制度。下一步，将提前5个工作日提醒临近期限的申请。"""
OTHER = "本年度依据《政府信息公开信息处理费管理办法》收取信息处理费0元。\n除上述情况外，没有其他需要报告的事项。"
TEXTS = {"lead_in": LEAD_IN, "overview": OVERVIEW, "problems": PROBLEMS, "other_matters": OTHER}
CONTACT = {
    "office": "示例县交通运输局办公室",
    "address": "示例县城关镇人民路1号",
    "postcode": "000000",
    "telephone": "0000-0000000",
    "fax": "0000-0000001",
    "email": "jtj@example.com",
}
AT = "2026-01-12 10:30"
Made = tuple[dict, dict[str, bytes]]


def reports() -> dict[str, Made]:
    """Name → (content of report.json, pictures)."""
    return {
        "short": (_short(), {}),
        "long": (_long(), {}),
        "large": (_large(), {}),
        "blanks": (_blanks(), {}),
        "form2019": (_form2019(), {}),
        "long_unit": (_long_unit(), {}),
        "rare": (_rare(), {}),
        "pictures": _pictures(),
        "drafts": (_drafts(), {}),
        "broken": (_broken(), {}),
        "laden2021": _laden("2021"),
        "laden2019": _laden("2019"),
    }


def _short():
    report = _filled("2021", "示例县史志办公室", 2024, lambda number: 0, kind="department")
    texts = {"lead_in": "本报告统计期限为2024年1月1日至12月31日。", "overview": "全年公开政府信息36条。",
             "problems": "无。", "other_matters": "无其他需要报告的事项。"}  # fmt: skip
    return adapters.content_from(report.with_sections(texts))


def _long():
    report = _filled("2021", "示例县交通运输局", 2025, lambda number: 1 + number * 7 % 23)
    report = report.with_sections({**TEXTS, "overview": "\n".join([OVERVIEW] * 3), "requests": "申请办理情况见下表。"})
    report = report.with_notes({"disclosure.normative_documents.in_force": "其中修订16件"})
    content = adapters.content_from(report)
    content["footnotes"] = {"disputes": "行政诉讼各项含上年度结转案件2件。", "disclosure": "注：甲。\n乙。"}
    return content | {"contact": CONTACT, "done": {"overview": True, "disclosure": True, "problems": False}}


def _large():
    report = _filled("2021", "示例市人民政府", 2025, lambda number: 100_000 + number * 7919, kind="government")
    cells = {
        "disclosure.penalties.decisions": "128400",
        "disclosure.charges.amount": "12345.457300",
        "disclosure.licensing.decisions": "999999",
    }
    notes = {
        "disclosure.penalties.decisions": "其中简易程序100000件",
        "requests.granted.natural_person": "含网上申请",
        "requests.granted.total": "合计数",
        "disputes.reconsideration.upheld": "3",
        "disputes.litigation_direct.total": "含上年结转",
    }
    return adapters.content_from(report.with_cells(cells).with_notes(notes).with_sections(TEXTS))


def _blanks():
    report = reportdesk.Report.new(unit="示例镇人民政府", year=2025, kind="township")
    typed = {}
    for number, cell in enumerate(report.cells):
        if cell not in adapters.automatic_cells(report):
            typed[cell] = ("/", None, str(number), "0")[number % 4]
    typed |= {"requests.received.total": "17", "disputes.reconsideration.total": "/"}
    return adapters.content_from(report.with_cells(typed).with_sections({"overview": "（一）主动公开\n\n　　××条。"}))


def _form2019():
    report = _filled("2019", "示例县自然资源局", 2020, lambda number: number * 5 % 17)
    if "disclosure.licensing.change" in report.cells:
        changes = {f"disclosure.{each}.change": "-3" for each in ("licensing", "other_services")}
        report = report.with_cells(changes)
    texts = {name: text.replace("2025", "2020").replace("2021", "2019") for name, text in TEXTS.items()}
    content = adapters.content_from(report.with_sections(texts))
    content["footnotes"] = {"requests": "本表不含转办件。"}
    return content


def _long_unit():
    unit = "示例自治州示例高新技术产业开发区（示例综合保税区）管理委员会政务服务和大数据资源管理局"
    report = _filled("2021", unit, 2025, lambda number: number % 3, kind="agency")
    return adapters.content_from(report.with_sections(TEXTS)) | {"contact": CONTACT}


def _rare():
    report = _filled("2021", "硚口区镕昇街道办事处𠮷", 2025, lambda number: number % 5, kind="subdistrict")
    texts = {
        "lead_in": "朱镕基、𠮷田、㛃、䶮、犇犇与“Ａ＆Ｂ”<script>&amp;\"'。\t制表符  两个空格\u00a0不换行。",
        "overview": "（一）㙍塘水库\n\n　　堃、喆、\u200b零宽。\n1.𪚥字。“‘嵌套’”——……①²½㎡℃\n"
        "(二)半角 (a) {b} {{c}} %s \\n",
        "problems": "一、二三\n二、<w:p/>",
        "other_matters": "é ü ﬁ ０１２ ﹙﹚",
    }
    report = report.with_sections(texts).with_notes({"requests.granted.natural_person": "硚口<&>"})
    content = adapters.content_from(report)
    content["footnotes"] = {"requests": "䶮<b>&nbsp;"}
    return content


def _pictures():
    report = _filled("2021", "示例县水利局", 2025, lambda number: number % 4).with_sections(TEXTS)
    content = adapters.content_from(_with_last_year(report))
    media = {}

    def picture(data, caption, after, width_mm=0.0):
        name = f"{sha256(data).hexdigest()[:16]}.{'png' if data[1:4] == b'PNG' else 'jpg'}"
        media[name] = data
        return {"file": name, "caption": caption, "after": after, "width_mm": width_mm}

    content["sections"]["overview"]["pictures"] = {
        "p1": picture(_png(40, 30), "图1 公开渠道“占比”<&>", OVERVIEW.index("\n")),
        "p2": picture(_jpeg(600, 400), "", OVERVIEW.index("\n"), 80.5),
        "p3": picture(_png(4, 400), "图3 很高的图", len(OVERVIEW), 200.0),
    }
    content["sections"]["disclosure"] = {"pictures": {"a": picture(_png(8, 8), "只有图片的一节", 0)}}
    content["sections"]["problems"]["pictures"] = {"p1": picture(_png(40, 30), "同一幅图", 0)}
    return content, media


def _drafts():
    """Two drafts handed in, a version that was signed and opened again, and changes since."""
    report = _filled("2021", "示例县交通局", 2025, lambda number: number * 3 % 11).with_sections(TEXTS)
    report = adapters.handed_in(_with_last_year(report), "初稿", "2026-01-05 09:00")
    report = report.with_cells({"disclosure.penalties.decisions": "36"}).with_notes(
        {"disclosure.licensing.decisions": "含延续"}
    )
    report = adapters.signed_off(report, "李四", "2026-01-08 15:00", {})
    report = adapters.reopened(report).with_sections({"overview": OVERVIEW.replace("1286", "1287") + "\n（四）补充。"})
    report = adapters.handed_in(report, "按县政府办意见修改", "2026-01-09 17:45")
    report = report.with_cells({"disclosure.penalties.decisions": None}).with_sections({"other_matters": "无。"})
    content = adapters.content_from(report)
    rows = adapters.source_rows(report)
    content["sources"] = {
        row: [
            {"office": "法规股", "person": "王五", "date": "2026-01-04", "document": "台账.xlsx"},
            {"office": "办公室"},
            {"person": "赵六"},
        ][number % 3]
        for number, row in enumerate(rows)
        if number % 4 != 3
    }
    return content | {"contact": CONTACT}


def _broken():
    """Sums that do not hold, texts with faults, findings that were looked into."""
    report = _filled("2021", "乾安县水务局", 2025, lambda number: number % 7)
    report = report.with_cells(
        {
            "requests.received.total": "999",
            "requests.granted.natural_person": "71",
            "requests.granted.total": "17",
            "disputes.reconsideration.total": "5",
            "disclosure.normative_documents.in_force": "0",
        }
    )
    report = report.with_sections(
        {
            "lead_in": "按照国办公开函〔2021〕30号要求编制乾安县水务局2024年年度报告。",
            "overview": "（一）主动公开\n2024年，我局共收到申请9999件，均已办结,按照上级布署推进推进。\n"
            "（三）公開情况。。\n"
            "申请人王某，电话13912345678，身份证号110101199003074477。全年作出行政处罚决定3件。",
            "problems": "一是抓公开；三是抓解读。落实“三审三校机制。",
            "other_matters": "收取信息处理费300元。",
        }
    )
    report = _with_last_year(report)
    found = reportdesk.check(report).findings
    for number, finding in enumerate(found):
        if number % 5 == 2:
            report = adapters.dismissed(report, finding, "已与台账核对无误", "王五", AT)
    return adapters.content_from(report)


def _laden(edition) -> Made:
    """Every field of every struct that is stored, and what a newer version may have added."""
    year = 2025 if edition == "2021" else 2020
    report = _filled(edition, "示例县财政局", year, lambda number: 1 + number * 3 % 13)
    report = report.with_cells(
        {"requests.granted.total": "77", "disclosure.penalties.decisions": "12", "disputes.reconsideration.total": "/"}
    ).with_notes({"disclosure.penalties.decisions": "含简易程序", "requests.granted.natural_person": "网上申请"})
    report = _with_last_year(report.with_sections(TEXTS))
    report = adapters.handed_in(report, "初稿", "2026-01-05 09:00")
    for finding in reportdesk.check(report).findings[::4]:
        report = adapters.dismissed(report, finding, "按当地统计口径填报", "王五", AT)
    content = adapters.content_from(report)
    picture, photo = _png(12, 9), _jpeg(16, 12)
    names = [f"{sha256(picture).hexdigest()[:16]}.png", f"{sha256(photo).hexdigest()[:16]}.jpg"]
    media = dict(zip(names, (picture, photo), strict=True))
    text = content["sections"]["overview"]
    text["ties"] = {
        "t1": _tie(text["text"], "1286", "disclosure.penalties.decisions"),
        "t2": _tie(text["text"], "742", "requests.granted.natural_person", more=["requests.granted.enterprise"]),
        "t3": _tie(text["text"], "96.5", "requests.granted.natural_person", how="share",
                   base=["requests.granted.total"], places=1),
        "t4": _tie(text["text"], "226", "requests.granted.charity", how="average of a newer version", places=0),
    }  # fmt: skip
    text["pictures"] = {
        "p1": {"file": names[0], "caption": "图1 渠道", "after": 12, "width_mm": 0.0},
        "p2": {"file": names[1], "caption": "", "after": len(text["text"]), "width_mm": 62.5},
    }
    content |= {
        "contact": CONTACT,
        "footnotes": {"disputes": "含上年结转案件2件。\n第二行。"},
        "done": {"overview": True, "disclosure": False},
        "adopted": {
            "disclosure.penalties.decisions": {"old": "21", "new": "12", "why": "数字颠倒", "confirmed": True},
            "requests.granted.charity": {"old": None, "new": "3", "why": "", "confirmed": False},
        },
        "sources": {
            adapters.source_rows(report)[0]: {
                "office": "法规股",
                "person": "王五",
                "date": "2026-01-04",
                "document": "台账.xlsx",
            },
            adapters.source_rows(report)[5]: {"office": "办公室"},
        },
        "submissions": {
            "2026-01-10T08:00:00": {
                "at": "2026-01-10T08:00:00",
                "files": ["示例县财政局2025年年报.docx", "示例县财政局2025年年报.xlsx"],
                "errors": 2,
                "reason": "按通知先行报送",
            }
        },
        "origins": {
            "disclosure.penalties.decisions": {
                "source": "2025.docx",
                "place": "表1第5行第2列",
                "text": "12（含简易程序）",
            },
        },
    }
    report = adapters.signed_off(adapters.report_from(content), "李四", "2026-01-12 10:30", media)
    content = adapters.content_from(adapters.signed_off(adapters.reopened(report), "李四", AT, media))
    # What a newer version may have added, at every depth.
    content["format_revision"] = 7
    content["watermark"] = {"text": "内部", "angle": [45, None, 1.5, True]}
    content["contact"]["wechat"] = "示例财政"
    content["cells"]["future.table.cell"] = "12"
    content["notes"]["future.table.cell"] = "新表"
    content["sections"]["appendix"] = {"text": "附件", "layout": "landscape"}
    content["sections"]["overview"]["language"] = "zh"
    content["sections"]["overview"]["ties"]["t1"]["colour"] = "blue"
    content["sections"]["overview"]["pictures"]["p1"]["alt"] = "柱状图"
    content["predecessor"]["signed"] = True
    content["sign_off"]["seal"] = "电子签章"
    content["sign_off"]["version"]["note"] = "定稿说明"
    for part in ("judged", "adopted", "sources", "drafts", "submissions", "origins"):
        next(iter(content[part].values()))["remark"] = f"新版本的{part}"
    return adapters.content_from(adapters.report_from(content)), media


def earlier(content: dict) -> dict:
    """The content as an earlier draft of it may have been: other figures, notes and texts here and there."""
    content = copy.deepcopy(content)
    for number, cell in enumerate(sorted(content["cells"])):
        if number % 9 == 2:
            content["cells"][cell] = "8"
        elif number % 9 == 5:
            del content["cells"][cell]
    for number, cell in enumerate(sorted(content.get("notes", {}))):
        content["notes"][cell] = "旧注" if number % 2 else content["notes"][cell] + "等"
    for table in content.get("footnotes", {}):
        content["footnotes"][table] = "旧的脚注。"
    for text in content.get("sections", {}).values():
        text.pop("ties", None)
        text.pop("pictures", None)
        if lines := text.get("text", "").split("\n"):
            lines = [line.replace("年", "年度", 1) if number % 3 == 0 else line for number, line in enumerate(lines)]
            text["text"] = "\n".join(lines[:1] + lines[2:] + ["曾有的一段。"])
    for part in ("judged", "drafts", "sign_off"):
        content.pop(part, None)
    return content


def _filled(edition, unit, year, figure, kind=""):
    """A report with figures in every cell but the automatic ones, whose sums hold."""
    report = reportdesk.Report.new(unit=unit, year=year, edition=edition, kind=kind)
    automatic = adapters.automatic_cells(report)
    cells = {cell: str(figure(number)) for number, cell in enumerate(report.cells) if cell not in automatic}
    values = reportdesk.figures(report.with_cells(cells))
    for cell in cells:
        if cell.startswith("requests.received."):
            column = cell.rpartition(".")[2]
            concluded, left, came = (
                int(values[f"requests.{row}.{column}"]) for row in ("concluded", "carried_out", "carried_in")
            )
            cells[cell] = str(concluded + left - came)
    return report.with_cells(cells)


def _with_last_year(report):
    last = _filled(report.edition, report.unit, report.year - 1, lambda number: number * 5 % 19)
    last = last.with_sections({"overview": OVERVIEW.replace("2025", "2024"), "problems": PROBLEMS})
    return adapters.with_previous(report, last)


def _tie(text, words, cell, *, how="figure", more=(), base=(), places=2):
    start = text.index(words)
    return {"start": start, "end": start + len(words), "cell": cell, "how": how,
            "more": list(more), "base": list(base), "places": places}  # fmt: skip


def _png(width, height):
    """A grey picture; not compressed, so that its bytes are the same with every zlib."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    stored = b"\x78\x01\x01" + struct.pack("<HH", len(rows), len(rows) ^ 0xFFFF) + rows
    stored += struct.pack(">I", zlib.adler32(rows))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", stored) + chunk(b"IEND", b"")


def _jpeg(width, height):
    """The skeleton of a photo: every segment is there, its pixels mean nothing."""

    def segment(marker, data):
        return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data

    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\0"
    scan = segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\xff\x00\x34"
    head = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
    return b"\xff\xd8" + head + segment(0xC0, frame) + scan + b"\xff\xd9"
