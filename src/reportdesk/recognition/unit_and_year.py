"""Whose report it is and of which year: title, lead-in, file name and metadata judged together.

In: what was found of each ("2023" in the title, "自2022年1月1日" in the lead-in). Out: unit, year, kind and contact of
a `RecognitionResult`, and a doubt where the sources differ or say nothing.
"""

from reportdesk.documents.blocks import SourceDocument
from reportdesk.documents.metadata import FACTS
from reportdesk.recognition import title_block
from reportdesk.recognition.result import ReadingCollector, RecognitionResult
from reportdesk.report.kind_of_unit import kind_of_unit
from reportdesk.text.characters import clean_line

_YEARS = (2008, 2999)  # the first regulation came into force in 2008


def read_unit_and_year(
    result: RecognitionResult,
    collector: ReadingCollector,
    title: title_block.Title,
    lead_in: str,
    document: SourceDocument,
) -> None:
    """Reads unit, year, kind of unit and contact; the title counts more than metadata that nobody sees."""
    form, metadata = result.form, document.metadata
    visible = metadata if document.metadata_visible else {}
    file_name = title_block.find_title([document.source.rpartition(".")[0]])
    units = (visible.get("unit"), title.unit, metadata.get("unit"), title_block.unit_in(lead_in), file_name.unit)
    result.unit = clean_line(next((unit for unit in units if unit), ""))
    stated, period = title_block.year_in(visible), title_block.period(lead_in)
    years = (stated, title.year, title_block.year_in(metadata), period, file_name.year)
    result.year = next((year for year in years if _YEARS[0] <= year <= _YEARS[1]), 0)
    if stated and title.year and stated != title.year:
        reason = f"“{FACTS}”中的年度是 {stated} 年，标题中却是 {title.year} 年，请确认报告年度。"
        collector.add_doubt("", reason, str(stated))
    elif title.year and period and title.year != period:
        reason = f"标题中的年度是 {title.year} 年，统计期限却是 {period} 年，请确认报告年度。"
        collector.add_doubt("", reason, str(title.year))
    if not result.unit:
        collector.add_doubt("", "没有找到单位名称，请在“基本信息”中填写。", "")
    if not result.year:
        first_year = form.definition.first_year
        collector.add_doubt("", f"没有找到报告年度，暂按 {first_year} 年，请在“基本信息”中改正。", "")
    result.kind = title_block.stated_kind(form, metadata) or kind_of_unit(form, result.unit)
    contact = title_block.contact_of(metadata) if metadata else title_block.contact_in(lead_in, result.unit)
    result.contact = contact
