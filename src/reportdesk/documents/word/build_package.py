"""A Word file: the prepared template with a body, as an office wants its pages.

The template (scripts/make_word_template.py) holds page, styles and page numbers. The body is written as XML and put
into its package as text: parsing it into python-docx's elements and writing it out again would take three times as
long, and its table interface looks every merged cell up anew.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from reportdesk import resources
from reportdesk.documents.word.markup import escape, paragraph, run
from reportdesk.documents.word.options import DEFAULT, WordOptions, twips

_DOCUMENT, _RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
_TYPES, _PROPERTIES, _HEADER = "[Content_Types].xml", "docProps/core.xml", "word/header1.xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed date: the same report gives the same bytes

# What the template has at the places that are filled.
_BODY_END, _NO_TITLE = "<w:sectPr>", "<dc:title/>"
_LINE = 29
_FONT = re.compile('(?<=")(?:' + "|".join(DEFAULT.fonts) + ')(?=")')
_SIDE = re.compile('<w:ind w:(?:left|right)Chars[^>]*/><w:jc w:val="(?:left|right)"/>')
_CENTRED = '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>'
_ROUNDED = 2  # twips that the template leaves out above and below: 22 lines of 29 pt must fit

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS_OF_FILE, _CUSTOM = "_rels/.rels", "docProps/custom.xml"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_OWN_PROPERTY = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the set of properties that users make
_HEADER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"


class Media(NamedTuple):
    """A picture in a package: relationship id, name below word/media/ and bytes."""

    relation: str
    name: str
    data: bytes


def build_package(
    title: str,
    body: str,
    options: WordOptions = DEFAULT,
    *,
    header: str = "",
    media: Sequence[Media] = (),
    facts: Mapping[str, str] = {},
) -> bytes:
    """A .docx file made of the template, this title in its properties and this body.

    `header` is a line at the head of every page; `metadata` become properties of the file (name → text), else nobody is
    named in them, and no date. The same body gives the same bytes.
    """
    parts = dict(_template(options))
    parts[_PROPERTIES] = parts[_PROPERTIES].replace(_NO_TITLE, f"<dc:title>{escape(title)}</dc:title>", 1)
    relations = [f'<Relationship Id="{m.relation}" Type="{_KIND}/image" Target="media/{m.name}"/>' for m in media]
    types = {f'<Default Extension="{_extension(m)}" ContentType="image/{_extension(m)}"/>': None for m in media}
    references = ""
    if header:
        line = paragraph(run(header), "Header")
        parts[_HEADER] = f'{_HEAD}<w:hdr xmlns:w="{_MAIN}">{line}</w:hdr>'
        relations.append(f'<Relationship Id="rIdHeader" Type="{_KIND}/header" Target="header1.xml"/>')
        types[f'<Override PartName="/{_HEADER}" ContentType="{_HEADER_TYPE}"/>'] = None
        references = "".join(f'<w:headerReference w:type="{t}" r:id="rIdHeader"/>' for t in ("default", "even"))
    if facts:
        parts[_CUSTOM] = _properties(facts)
        types[f'<Override PartName="/{_CUSTOM}" ContentType="{_CUSTOM_TYPE}"/>'] = None
        related = f'<Relationship Id="rIdCustom" Type="{_KIND}/custom-properties" Target="{_CUSTOM}"/></Relationships>'
        parts[_RELATIONS_OF_FILE] = parts[_RELATIONS_OF_FILE].replace("</Relationships>", related)
    parts[_DOCUMENT] = parts[_DOCUMENT].replace(_BODY_END, body + _BODY_END + references, 1)
    parts[_RELATIONS] = parts[_RELATIONS].replace("</Relationships>", "".join(relations) + "</Relationships>")
    parts[_TYPES] = parts[_TYPES].replace("</Types>", "".join(types) + "</Types>")
    return _zipped(parts, media)


def _properties(facts: Mapping[str, str]) -> str:
    each = (
        f'<property fmtid="{_OWN_PROPERTY}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{escape(text)}</vt:lpwstr></property>"
        for number, (name, text) in enumerate(facts.items(), 2)
    )
    return f'{_HEAD}<Properties xmlns="{_CUSTOM_SPACE}" xmlns:vt="{_VALUES}">{"".join(each)}</Properties>'


def _zipped(parts: dict[str, str], media: Sequence[Media]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as document:
        for name, xml in parts.items():
            document.writestr(_entry(name, ZIP_DEFLATED), xml.encode())
        for picture in media:
            document.writestr(_entry(f"word/media/{picture.name}", ZIP_STORED), picture.data)
    return file.getvalue()


def _entry(name: str, method: int) -> ZipInfo:
    entry = ZipInfo(name, _EPOCH)
    entry.compress_type = method
    return entry


def _extension(picture: Media) -> str:
    return picture.name.rpartition(".")[2]


@lru_cache(maxsize=4)
def _template(options: WordOptions) -> tuple[tuple[str, str], ...]:
    """The parts of the template, (name, XML), with page and styles as wanted."""
    with ZipFile(resources.path("word", "report.docx")) as template:
        return tuple((name, _adapted(name, template.read(name).decode(), options)) for name in template.namelist())


def _adapted(name: str, xml: str, options: WordOptions) -> str:
    if name in ("word/styles.xml", "word/fontTable.xml"):
        names = {font: escape(wanted).replace('"', "") for font, wanted in options.fonts.items()}
        xml = _FONT.sub(lambda found: names[found[0]], xml)
        xml = xml.replace(f'w:line="{_LINE * 20}"', f'w:line="{options.line * 20}"')
    elif name.startswith("word/footer") and options.page_numbers == "centred":
        xml = _SIDE.sub(_CENTRED, xml)
    elif name == _DOCUMENT:
        xml = xml.replace(f'w:linePitch="{_LINE * 20}"', f'w:linePitch="{options.line * 20}"')
        for side in ("top", "bottom", "left", "right"):
            margin = twips(getattr(options, side)) - _ROUNDED * (side in ("top", "bottom"))
            xml = re.sub(rf'(?<=<w:pgMar)([^>]*) w:{side}="\d+"', rf'\g<1> w:{side}="{margin}"', xml, count=1)
    return xml
