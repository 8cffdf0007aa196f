"""Makes resources/word/report.docx, the prepared template that the Word exporter fills.

Typesetting by GB/T 9704—2012: page, grid, fonts, page numbers. The document is written part by part, so that nothing
is in it that is not named here; the same source gives the same bytes. The exporter puts the body before <w:sectPr> and
the title of the report into <dc:title/>.
"""

import zipfile
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "resources" / "word" / "report.docx"

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES = f'xmlns:w="{MAIN}" xmlns:r="{RELATIONS}"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE_TYPE = "application/vnd.openxmlformats-package."
OFFICE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."

FONTS = {"仿宋": "modern", "楷体": "modern", "黑体": "modern", "宋体": "auto", "方正小标宋简体": "script"}

# Twips. A4 with margins of 37, 35, 28 and 26 mm leaves 156 × 225 mm. Top and bottom are rounded down by a thirtieth of
# a millimetre: 22 lines of exactly 29 pt must fit.
PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2096" w:right="1474" w:bottom="1982" w:left="1587" w:header="1134" w:footer="1304" w:gutter="0"/>'
)
# 28 characters of 16 pt are 448 pt wide, the text 442 pt.
# WORKAROUND: a negative w:charSpace or w:spacing would draw them together, but LibreOffice sets the first half a
# character apart and with the second loses punctuation at the end of a line; a scale of 98 % all programs understand.
GRID = '<w:docGrid w:type="linesAndChars" w:linePitch="580" w:charSpace="0"/>'
NARROW = '<w:w w:val="98"/>'
FULL_WIDTH = '<w:w w:val="100"/>'

NO_INDENT = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'


def fonts(name: str) -> str:
    """A font for every script: Chinese quotation marks would otherwise be taken from a Latin font."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def spacing(before: int, after: int, line: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>'


def style(kind: str, ident: str, name: str, *, base: str = "", follow: str = "", p: str = "", r: str = "") -> str:
    """One style; `p` and `r` are its paragraph and run properties."""
    custom = "" if name.isascii() else ' w:customStyle="1"'
    default = ' w:default="1"' if ident == "Normal" else ""
    return (
        f'<w:style w:type="{kind}"{default}{custom} w:styleId="{ident}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{base}"/>' if base else "")
        + (f'<w:next w:val="{follow}"/>' if follow else "")
        + "<w:qFormat/>"
        + (f"<w:pPr>{p}</w:pPr>" if p else "")
        + (f"<w:rPr>{r}</w:rPr>" if r else "")
        + "</w:style>"
    )


def heading(level: int, font: str, *, keep: bool) -> str:
    """Headings look like text in another font; the outline level puts them into the navigation pane."""
    p = ("<w:keepNext/>" if keep else "") + f'<w:outlineLvl w:val="{level - 1}"/>'
    return style("paragraph", f"Heading{level}", f"heading {level}", base="Normal", follow="Normal", p=p, r=fonts(font))


def table_style(
    ident: str, name: str, base: str, points: float, *, line: int, before: int = 0, align: str = "center"
) -> str:
    """Text in and below tables, outside the grid: that would draw it together and stretch its lines."""
    p = f'<w:snapToGrid w:val="0"/>{spacing(before, 0, line)}{NO_INDENT}<w:jc w:val="{align}"/>'
    # Digits in Chinese, unlike those of the text: where 宋体 is missing they stay in the font of the labels.
    r = fonts("宋体") + FULL_WIDTH + size(points) + '<w:lang w:val="zh-CN"/>'
    return style("paragraph", ident, name, base=base, p=p, r=r)


def styles() -> str:
    """All styles; theme fonts nowhere, or Chinese text would be set in the theme's font."""
    body = (
        f'<w:widowControl w:val="0"/>{spacing(0, 0, 580)}'
        '<w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/>'
    )
    title = f'<w:keepNext/>{spacing(0, 580, 700)}{NO_INDENT}<w:jc w:val="center"/>'
    black = '<w:color w:val="000000"/>'
    # The language of digits is not Chinese: numbers would be broken at the end of a line.
    return (
        f"{HEAD}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts('仿宋')}{black}{size(16)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
        "</w:docDefaults>"
        + style("paragraph", "Normal", "Normal", p=body, r=fonts("仿宋") + black + NARROW + size(16))
        + '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        + style(
            "paragraph",
            "Title",
            "Title",
            base="Normal",
            follow="Normal",
            p=title,
            r=fonts("方正小标宋简体") + FULL_WIDTH + size(22),
        )
        + heading(1, "黑体", keep=True)
        + heading(2, "楷体", keep=True)
        + heading(3, "仿宋", keep=False)
        + heading(4, "仿宋", keep=False)
        + style("character", "RunInHeading", "文中标题", r=fonts("楷体"))
        + table_style("TableText", "表格文字", "Normal", 10.5, line=280)
        + table_style("TableCompact", "表格小字", "TableText", 9, line=240)
        + table_style("TableNote", "表格注释", "TableText", 10, line=260, before=40, align="left")
        # A picture stands on a line as high as itself: a line of fixed height would cut it off.
        + style(
            "paragraph",
            "Picture",
            "图片",
            base="Normal",
            follow="Caption",
            p='<w:keepNext/><w:snapToGrid w:val="0"/>'
            f'<w:spacing w:before="120" w:after="60" w:line="240" w:lineRule="auto"/>{NO_INDENT}<w:jc w:val="center"/>',
        )
        + style(
            "paragraph",
            "Caption",
            "caption",
            base="Normal",
            follow="Normal",
            p=f'<w:snapToGrid w:val="0"/>{spacing(0, 160, 400)}{NO_INDENT}<w:jc w:val="center"/>',
            r=FULL_WIDTH + size(14),
        )
        # No space between characters and digits: unit and date are placed by the number of their characters.
        + style(
            "paragraph",
            "Closing",
            "Closing",
            base="Normal",
            p=f'<w:keepLines/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>{NO_INDENT}<w:jc w:val="right"/>',
        )
        + style(
            "paragraph",
            "Header",
            "header",
            base="Normal",
            p=f'{spacing(0, 0, 280)}{NO_INDENT}<w:jc w:val="right"/>',
            r=fonts("楷体") + FULL_WIDTH + size(14),
        )
        + style(
            "paragraph",
            "Footer",
            "footer",
            base="Normal",
            p=f"{spacing(0, 0, 280)}{NO_INDENT}",
            r=fonts("宋体") + FULL_WIDTH + size(14),
        )
        + "</w:styles>"
    )


def footer(side: str) -> str:
    """The page number between dashes, one character in from the outer edge."""
    indent = f'<w:ind w:{side}Chars="100" w:{side}="280" w:firstLineChars="0" w:firstLine="0"/>'
    return (
        f'{HEAD}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/>{indent}<w:jc w:val="{side}"/></w:pPr>'
        '<w:r><w:t xml:space="preserve">— </w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )


def document() -> str:
    return (
        f"{HEAD}<w:document {NAMESPACES}><w:body><w:sectPr>"
        '<w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="even" r:id="rId4"/>'
        f"{PAGE}{GRID}</w:sectPr></w:body></w:document>"
    )


def settings() -> str:
    compatible = "http://schemas.microsoft.com/office/word"
    return (
        f'{HEAD}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/>'
        '<w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/>'
        '<w:drawingGridVerticalSpacing w:val="290"/><w:characterSpacingControl w:val="compressPunctuation"/>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
        "<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
        f'<w:compatSetting w:name="compatibilityMode" w:uri="{compatible}" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def font_table() -> str:
    return (
        f"{HEAD}<w:fonts {NAMESPACES}>"
        + "".join(
            f'<w:font w:name="{name}"><w:charset w:val="86"/><w:family w:val="{family}"/></w:font>'
            for name, family in FONTS.items()
        )
        + "</w:fonts>"
    )


def core() -> str:
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title/><dc:language>zh-CN</dc:language></cp:coreProperties>'
    )


PARTS = {
    "styles.xml": ("styles", styles),
    "settings.xml": ("settings", settings),
    "footer1.xml": ("footer", lambda: footer("right")),
    "footer2.xml": ("footer", lambda: footer("left")),
    "fontTable.xml": ("fontTable", font_table),
}


def parts() -> dict[str, str]:
    """The whole package: name → XML."""
    namespace = f'xmlns="{PACKAGE}/relationships"'
    types = "".join(
        f'<Override PartName="/word/{name}" ContentType="{OFFICE_TYPE}{kind}+xml"/>'
        for name, (kind, _) in PARTS.items()
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{name}"/>'
        for number, (name, (kind, _)) in enumerate(PARTS.items(), 1)
    )
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{PACKAGE_TYPE}relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{OFFICE_TYPE}document.main+xml"/>{types}'
        f'<Override PartName="/docProps/core.xml" ContentType="{PACKAGE_TYPE}core-properties+xml"/>'
        "</Types>",
        "_rels/.rels": f"{HEAD}<Relationships {namespace}>"
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>",
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": f"{HEAD}<Relationships {namespace}>{relations}</Relationships>",
        **{f"word/{name}": make() for name, (_, make) in PARTS.items()},
        "docProps/core.xml": core(),
    }


def main() -> None:
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(TARGET, "w") as package:
        for name, xml in parts().items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, xml.encode())
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
