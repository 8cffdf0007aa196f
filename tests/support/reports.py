"""Reports that several tests and the benchmarks need, all of invented units."""

from random import Random

import msgspec
from tests.support.simulation import sound

from reportdesk.numbers import format_number, quantity
from reportdesk.report import Contact, PreviousReport, Report, Text, figures
from reportdesk.report.schema import (
    Adoption,
    Dismissal,
    Draft,
    FigureLink,
    Origin,
    Picture,
    SignOff,
    Source,
    Submission,
)

LEAD_IN = """\
本报告根据《中华人民共和国政府信息公开条例》（国务院令第711号）第五十条和国办公开办函〔2021〕30号文件要求编制。全文包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六个部分。
本报告所列数据的统计期限为2025年1月1日至2025年12月31日。如对本报告有疑问，请与示例县交通运输局办公室联系（地址：示例县城关镇人民路1号，电话：0000-0000000）。"""

OVERVIEW = """\
2025年，示例县交通运输局认真贯彻落实《中华人民共和国政府信息公开条例》，紧扣中心工作和群众关切，持续提升政府信息公开的质量和实效，保障公众的知情权、参与权和监督权。
（一）主动公开
全年通过县政府门户网站公开各类信息1286条，其中工作动态742条、通知公告318条、政策文件及解读226条。对“农村公路提质”“客运班线调整”等群众关心的事项及时发布、及时更新，公开内容经三审三校后发布。
1.突出重点领域。围绕道路运输、工程建设、养护管理、安全应急等重点领域，细化公开目录42项，逐项明确公开时限、公开方式和责任股室，每季度对照目录自查一次，补齐缺漏信息37条。
2.做好政策解读
对出台的规范性文件同步起草、同步审批、同步发布解读材料，采用图解、问答、短视频等形式解读政策26件，群众留言答复率和按时办结率均为100%。
（1）图解18件，均在文件公布后3个工作日内发布。
（2）问答和短视频8件，累计阅读量5.2万次。
（二）依申请公开。健全登记、审核、办理、答复、归档全流程，实行专人受理、股室会商、法制审核，答复文书使用统一格式。对申请内容不明确的，主动与申请人沟通，一次性告知补正事项；对不属于本机关公开职责的，告知其向有关机关提出。全年未发生因程序不当被纠错的情况。
（三）政府信息管理。落实政府信息公开属性源头认定，公文起草时同步确定公开属性，不予公开的说明理由。定期开展规范性文件清理，结果向社会公布，并对网站历史信息集中排查，更正错链、失效链接64处。
（四）政府信息公开平台建设。优化政府信息公开专栏，调整栏目11个，新增“出行服务”“工程进度”等便民栏目，完善检索和无障碍功能。政务服务大厅设立公开查阅点，配备查询终端和打印设备，全年接待查阅316人次。
（五）监督保障。成立由主要负责同志任组长的政务公开领导小组，专题研究公开工作4次，举办业务培训2期，培训人员120余人次。将政务公开纳入股室年度考核，占比不低于4%。全年未发生责任追究情形，社会评议满意度为96.5%。"""

PROBLEMS = """\
（一）存在的主要问题
一是政策解读的形式还不够丰富，图解之外的解读占比偏低；二是个别股室对依申请公开的答复期限重视不够，内部流转偏慢；三是公开平台的互动功能仍需完善，对留言的归集、分析不够及时。
（二）改进情况
针对上年指出的“栏目更新不及时”问题，已建立每周巡检、每月通报制度，逾期未更新栏目由年初的9个减少到0个。下一步，将从三个方面改进：一是丰富解读形式，推动解读与服务窗口、办事指南相衔接；二是压缩内部流转时间，对临近期限的申请实行提前5个工作日提醒；三是完善互动平台，按季度梳理群众关注的问题并集中回应。"""

OTHER = """\
本年度依据《政府信息公开信息处理费管理办法》收取信息处理费300元，按件计收，已全额上缴国库。
除上述情况外，没有其他需要报告的事项。"""


def busy_report() -> Report:
    """A report with figures other than 0 almost everywhere, whose sums all hold; pages of text, a note, footnotes."""
    report = Report.new(unit="示例县交通运输局", year=2025)
    form = report.form
    values = {cell: str(1 + number * 7 % 23) for number, cell in enumerate(form.cells) if cell not in form.totals}
    values["disclosure.penalties.decisions"] = "12840"
    values["disclosure.charges.amount"] = "190.457300"
    values["disclosure.regulations.issued"] = "/"
    report = report.with_cells(values)
    computed = figures(report)
    for column in form.tables["requests"].blocks[0].columns[:-1]:
        concluded, carried_in, carried_out = (
            quantity(computed[f"requests.{row}.{column.id}"] or "")
            for row in ("concluded", "carried_in", "carried_out")
        )
        values[f"requests.received.{column.id}"] = format_number(concluded + carried_out - carried_in)
    report = report.with_cells(values).with_notes({"disclosure.normative_documents.in_force": "其中修订16件"})
    report = report.with_sections(
        {"lead_in": LEAD_IN, "overview": OVERVIEW, "problems": PROBLEMS, "other_matters": OTHER}
    )
    return msgspec.structs.replace(report, footnotes={"disputes": "行政诉讼各项含上年度结转案件2件。"})


def full_report():
    """A report with something in every field of the schema."""
    report = Report.new(unit="示例县财政局", year=2025, kind="township").with_cells(
        {"requests.received.charity": "8", "disclosure.charges.amount": "18.8710", "disclosure.regulations.issued": "/"}
    )
    return msgspec.structs.replace(
        report,
        contact=Contact("办公室", "人民路1号", "000000", "0000-1", "0000-2", "a@example.com"),
        notes={"requests.received.charity": "其中网上3件"},
        footnotes={"requests": "注：含上年度结转"},
        texts={
            "overview": Text(
                "（一）主动公开\n全年3件",
                {"t1": FigureLink(9, 10, "disclosure.licensing.decisions")},
                {"p1": Picture("a.png", "图1", 5, 80.0)},
            )
        },
        done={"overview": True},
        dismissals={"k": Dismissal("requests.balance/charity", "已核对台账", "张三", "2026-01-05")},
        adopted={"requests.received.charity": Adoption("7", "8", "相邻两位数字颠倒", True)},
        sources={"requests.received": Source("政务公开科", "李四", "2026-01-04", "台账")},
        previous=PreviousReport("示例县财政局", 2024, "2021", {"requests.granted.charity": "1"}, {"overview": "旧"}),
        drafts={"1": Draft("2026-01-06", "送审稿第1稿", {"requests.received.charity": "7"}, {"overview": "旧"})},
        sign_off=SignOff("2026-01-20", "王五", "abc"),
        submissions={"2026-01-21T09:00:00": Submission("2026-01-21T09:00:00", ["a.docx"], 1, "台账待核")},
        origins={"requests.received.charity": Origin("a.docx", "表2", "８")},
    )  # fmt: skip


def old_report(year=2020):
    """A sound report of 2020, every total typed, hardly a figure 0."""
    rng = Random("2020")
    report = Report.new(unit="示例县民政局", year=year, edition="2019")
    details = {cell: rng.randrange(1, 60) for cell in report.form.cells if cell not in report.form.totals}
    return sound(report, details).with_cells(
        {
            "disclosure.licensing.change": "减4",
            "disclosure.penalties.change": "+19",
            "disclosure.charges.change": "-8",
            "disclosure.procurement.amount": "240万元",
        }
    )
