"""Office files put together by hand, part by part, and what came out of a reader, short enough to compare."""

import io
import zipfile

from reportdesk.documents.blocks import SourceDocument, TableBlock, TextBlock

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return data.getvalue()


def relations(**parts: str) -> str:
    """Relations of kinds to parts: styles="styles.xml"."""
    each = (f'<Relationship Id="r{i}" Type="{OFFICE}/{k}" Target="{v}"/>' for i, (k, v) in enumerate(parts.items(), 1))
    return f'<Relationships xmlns="{RELATIONS}">{"".join(each)}</Relationships>'


def word(body: str, namespace: str = W, main: str = "word/document.xml", **parts: str) -> bytes:
    """A Word file with a body and more parts beside it: numbering="<w:numbering…>"."""
    folder, _, name = main.rpartition("/")
    return zipped(
        {
            "_rels/.rels": relations(officeDocument=main),
            main: f"<w:document {namespace} {MORE}><w:body>{body}</w:body></w:document>",
            f"{folder}/_rels/{name}.rels": relations(**{kind: f"{kind}.xml" for kind in parts}),
            **{f"{folder}/{kind}.xml": xml for kind, xml in parts.items()},
        }
    )


def sheet_file(rows: str, after: str = "", *, strings: str = "", styles: str = "", workbook: str = "") -> bytes:
    """An Excel file of one sheet: the XML of its rows, and what follows them."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    head = '<dimension ref="A1"/>'  # as WPS declares it, whatever there is
    return zipped(
        {
            "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels": relations(
                worksheet="worksheets/sheet1.xml", sharedStrings="sharedStrings.xml", styles="styles.xml"
            ),
            "xl/workbook.xml": f'<workbook {main} xmlns:r="{OFFICE}">{workbook}<sheets><sheet name="年报" sheetId="1" '
            'r:id="r1"/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": f"<worksheet {main}>{head}<sheetData>{rows}</sheetData>{after}</worksheet>",
            "xl/sharedStrings.xml": f"<sst {main}>{strings}</sst>",
            "xl/styles.xml": f"<styleSheet {main}>{styles}</styleSheet>",
        }
    )


def p(text: str, properties: str = "") -> str:
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}<w:r><w:t>{text}</w:t></w:r></w:p>"


def tbl(*rows: list[str]) -> str:
    """A table of the contents of its cells, each given as XML."""
    lines = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def texts(document: SourceDocument) -> list[str]:
    """The paragraphs of a document."""
    return [block.text for block in document.blocks if isinstance(block, TextBlock)]


def tables(document: SourceDocument) -> list[list[list[str]]]:
    """The texts of the tables of a document, row by row, without cells that only go on."""
    return [
        [[spot.text for spot in row if not spot.continued] for row in block.grid]
        for block in document.blocks
        if isinstance(block, TableBlock)
    ]


def shape(document: SourceDocument) -> list[str | list[list[str]]]:
    """Everything in order: paragraphs as text, tables as rows."""
    grids = iter(tables(document))
    return [block.text if isinstance(block, TextBlock) else next(grids) for block in document.blocks]
