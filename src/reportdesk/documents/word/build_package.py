"""A Word file: the prepared template with a body, as an office wants its pages.

The template (scripts/make_word_template.py) holds page, styles and page numbers. python-docx opens it and keeps its
parts and their relationships. Paragraphs and tables come as lxml elements: the interface of python-docx takes three
times as long and looks every merged cell up anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import CT_Types
from docx.opc.packuri import CONTENT_TYPES_URI, PACKAGE_URI, PackURI
from docx.opc.part import Part
from docx.package import Package
from docx.shared import Twips
from lxml import etree
from lxml.etree import SubElement, _Element

from reportdesk import resources
from reportdesk.documents.word.elements import R_ID, VAL, W, new_element, paragraph, run
from reportdesk.documents.word.options import DEFAULT, WordOptions, twips
from reportdesk.text.characters import clean_text

_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed date: the same report gives the same bytes
_LONGEST_TITLE = 255  # characters that python-docx takes
_ROUNDED = 2  # twips that the template leaves out above and below: 22 lines of 29 pt must fit

_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_USER_PROPERTIES = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the set of properties that users make


class Media(NamedTuple):
    """A picture in a package: relationship id, name below word/media/ and bytes."""

    relationship: str
    name: str
    data: bytes


def build_package(
    title: str,
    body: Iterable[_Element],
    options: WordOptions = DEFAULT,
    *,
    header: str = "",
    media: Sequence[Media] = (),
    metadata: Mapping[str, str] = {},
) -> bytes:
    """A .docx file made of the template, this title in its properties and this body, whose elements it takes.

    `header` is a line at the head of every page; `metadata` become properties of the file (name → text), else nobody is
    named in them, and no date. The same body gives the same bytes.
    """
    package = _copy(_template(options))
    document = package.main_document_part.document
    document.core_properties.title = clean_text(title)[:_LONGEST_TITLE]
    document.element.body[:0] = body
    if header:
        _add_header(document, header)
    for picture in media:
        kind = f"image/{picture.name.rpartition('.')[2]}"
        part = Part(PackURI(f"/word/media/{picture.name}"), kind, picture.data, package)
        document.part.load_rel(RELATIONSHIP_TYPE.IMAGE, part, picture.relationship)
    if metadata:
        _add_custom_properties(package, metadata)
    return _packed(package)


@lru_cache(maxsize=4)
def _template(options: WordOptions) -> Package:
    """The template with page and styles as wanted; to be copied, not changed."""
    document = docx.Document(str(resources.path("word", "report.docx")))
    if options != DEFAULT:
        _set_page(document, options)
        _set_styles(document, options)
    package: Package = document.part.package
    return package


def _copy(template: Package) -> Package:
    """A package with a document and core properties of its own; it shares styles, settings and footers."""
    package = Package()
    for each in template.rels.values():
        original = each.target_part
        part = type(original)(original.partname, original.content_type, copy(original.element), package)
        package.load_rel(each.reltype, part, each.rId)
        for related in original.rels.values():
            part.load_rel(related.reltype, related.target_part, related.rId)
    return package


def _set_page(document: Document, options: WordOptions) -> None:
    """Margins, grid and page numbers."""
    section = document.sections[0]
    section.top_margin = Twips(twips(options.top) - _ROUNDED)
    section.bottom_margin = Twips(twips(options.bottom) - _ROUNDED)
    section.left_margin, section.right_margin = Twips(twips(options.left)), Twips(twips(options.right))
    for grid in document.element.iter(f"{W}docGrid"):
        grid.set(f"{W}linePitch", _line_height(options))
    if options.page_numbers == "centred":
        for footer in (section.footer, section.even_page_footer):
            for indent in footer.part.element.iter(f"{W}ind"):
                for side in ("left", "leftChars", "right", "rightChars"):
                    indent.attrib.pop(W + side, None)
            for alignment in footer.part.element.iter(f"{W}jc"):
                alignment.set(VAL, "center")


def _set_styles(document: Document, options: WordOptions) -> None:
    """Fonts, and the height of the lines of the text."""
    fonts = {font: clean_text(wanted) for font, wanted in options.fonts.items()}
    for each in document.styles.element.iter(f"{W}rFonts"):
        for script, font in each.items():
            each.set(script, fonts.get(font, font))
    for each in document.styles.element.iter(f"{W}spacing"):
        if each.get(f"{W}line") == _line_height(DEFAULT):
            each.set(f"{W}line", _line_height(options))
    [relationship] = (each for each in document.part.rels.values() if each.reltype == RELATIONSHIP_TYPE.FONT_TABLE)
    part = relationship.target_part
    table = etree.fromstring(part.blob)
    for each in table:
        font = each.get(f"{W}name", "")
        each.set(f"{W}name", fonts.get(font, font))
    part = Part(part.partname, part.content_type, _xml(table), document.part.package)
    document.part.load_rel(RELATIONSHIP_TYPE.FONT_TABLE, part, relationship.rId)


def _line_height(options: WordOptions) -> str:
    """The height of a line of the text in twips."""
    return str(options.line * 20)


def _add_header(document: Document, text: str) -> None:
    """A line at the head of odd and even pages."""
    root = new_element("hdr")
    root.append(paragraph(run(text), "Header"))
    part = Part(PackURI("/word/header1.xml"), CONTENT_TYPE.WML_HEADER, _xml(root), document.part.package)
    relationship = document.part.relate_to(part, RELATIONSHIP_TYPE.HEADER)
    for section in document.element.body.iter(f"{W}sectPr"):
        for place, pages in enumerate(("default", "even")):
            reference = new_element("headerReference", type=pages)
            reference.set(R_ID, relationship)
            section.insert(place, reference)


def _add_custom_properties(package: Package, metadata: Mapping[str, str]) -> None:
    """Properties that users and programs make; python-docx has no interface for them."""
    prefixes = {None: _CUSTOM, "vt": _VALUES}
    root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap=prefixes)  # type: ignore[arg-type]
    for number, (name, text) in enumerate(metadata.items(), 2):
        each = SubElement(root, f"{{{_CUSTOM}}}property", fmtid=_USER_PROPERTIES, pid=str(number), name=name)
        SubElement(each, f"{{{_VALUES}}}lpwstr").text = clean_text(text)
    part = Part(PackURI("/docProps/custom.xml"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, _xml(root), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def _packed(package: Package) -> bytes:
    """The package as a ZIP archive. `save` of python-docx would write the time into it."""
    types = CT_Types.new()  # type: ignore[no-untyped-call]
    types.add_default("rels", CONTENT_TYPE.OPC_RELATIONSHIPS)
    types.add_default("xml", CONTENT_TYPE.XML)
    entries = [(PACKAGE_URI.rels_uri, package.rels.xml)]
    for part in package.parts:
        types.add_override(part.partname, part.content_type)
        entries.append((part.partname, part.blob))
        if part.rels:
            entries.append((part.partname.rels_uri, part.rels.xml))
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, data in [(CONTENT_TYPES_URI, _xml(types)), *entries]:
            method = ZIP_DEFLATED if name.ext in ("xml", "rels") else ZIP_STORED
            archive.writestr(ZipInfo(name.membername, _EPOCH), data, method)
    return file.getvalue()


def _xml(root: _Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", standalone=True)
