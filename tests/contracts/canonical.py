"""Exported files as lines of text: the same lines for the same content, short enough to read a difference.

Word: document, headers, footers, styles, numbering, settings and fonts are compared strictly. Packaging is compared
loosely, for it may be written by another library one day: relationship ids are replaced by what they lead to, names of
parts, content types, order of attributes and namespace declarations do not count; of the properties of the file only
the title, the creator and the custom properties (name and value) do.

Excel: workbook, sheets, drawings, rules and styles are compared strictly. A cell is written as `A1 <s:1a2b3c/> "text"`
or `A1 <s:1a2b3c/> 12`, with its text wherever the file keeps it and its style with all that belongs to it.

A long group of properties is written as `<tcPr:1a2b3c/>`, a style attribute as `style={style:1a2b3c}`: `Abbreviations`
knows what the number stands for.
"""

import re
from hashlib import sha256
from io import BytesIO
from posixpath import join, normpath
from zipfile import ZipFile

from lxml import etree

_OFFICE = "http://schemas.openxmlformats.org/"
_PREFIXES = {
    f"{_OFFICE}wordprocessingml/2006/main": "",
    f"{_OFFICE}spreadsheetml/2006/main": "",
    f"{_OFFICE}officeDocument/2006/relationships": "r",
    f"{_OFFICE}drawingml/2006/main": "a",
    f"{_OFFICE}drawingml/2006/picture": "pic",
    f"{_OFFICE}drawingml/2006/wordprocessingDrawing": "wp",
    f"{_OFFICE}drawingml/2006/spreadsheetDrawing": "xdr",
    f"{_OFFICE}markup-compatibility/2006": "mc",
    f"{_OFFICE}officeDocument/2006/custom-properties": "cp",
    f"{_OFFICE}officeDocument/2006/docPropsVTypes": "vt",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
_RELATIONS = f"{_OFFICE}officeDocument/2006/relationships"
_WORD_LINES = {
    *("p", "tbl", "tr", "tc", "sectPr"),
    *("style", "docDefaults", "latentStyles", "abstractNum", "num", "lvl", "font"),
}
_SHEET_LINES = {
    *("row", "c", "sheet", "definedName", "mergeCell", "conditionalFormatting", "dataValidation", "col", "sheetViews"),
    *("sheetProtection", "pageSetup", "font", "fill", "border", "xf", "dxf", "cellStyle", "numFmt"),
    *("xdr:oneCellAnchor", "xdr:twoCellAnchor"),
}
_WHOLE = ("sectPr", "docPr", "cNvPr", "cNvPicPr", "nvPicPr", "spPr")  # groups of properties that are written out
_SHORTEST = 24  # a shorter group of properties is written as it is
_STYLE = re.compile(r'style="([^"]{20,})"')
_DATA = re.compile(r"data:image/(\w+);base64,[A-Za-z0-9+/=]+")


class Abbreviations(dict):
    """Name of a group of properties → what it stands for."""

    def name(self, kind: str, text: str) -> str:
        name = f"{kind}:{sha256(text.encode()).hexdigest()[:6]}"
        assert self.setdefault(name, text) == text, "two groups of properties have one number"
        return name


class _Writer:
    """XML as lines. `lines` are the elements that begin one; `target` names what a relationship leads to."""

    def __init__(self, lines, target=lambda _: "", abbreviations=None, cell=None):
        self._lines, self._target, self._abbreviations, self._cell = lines, target, abbreviations, cell

    def text(self, root):
        return self._element(root).strip("\n") + "\n"

    def _element(self, element):
        name = _name(element.tag)
        if name == "c" and self._cell:
            return f"\n{self._cell(element)}"
        attributes = sorted((_name(key), self._value(key, value)) for key, value in element.attrib.items())
        start = name + "".join(f' {key}="{_escaped(value)}"' for key, value in attributes)
        inner = self._inner(element, name)
        xml = f"<{start}>{inner}</{name}>" if inner else f"<{start}/>"
        group = name.endswith(("Pr", "tblGrid")) and name not in _WHOLE and len(xml) > _SHORTEST
        if group and self._abbreviations is not None:
            xml = f"<{self._abbreviations.name(name, xml)}/>"
        return f"\n{xml}" if name in self._lines else xml

    def _inner(self, element, name):
        parts = [self._element(child) + self._between(child.tail, element) for child in element if _is_element(child)]
        return self._between(element.text, element) + "".join(parts)

    def _between(self, text, element):
        """Blanks between elements do not count, those of a text do."""
        return "" if not text or (len(element) and not text.strip()) else _escaped(text)

    def _value(self, key, value):
        return self._target(value) if key.startswith(f"{{{_RELATIONS}}}") else value


def word(data: bytes, abbreviations: Abbreviations) -> dict[str, str]:
    """The parts of a .docx file: "properties", "document", "header default" …, "styles" …"""
    with ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    relations = _relations(parts, "word/document.xml")

    def target(relation):
        kind, name = relations[relation]
        return f"{kind} {sha256(parts[name]).hexdigest()[:12]}" if kind == "image" else kind

    document = etree.fromstring(parts["word/document.xml"])
    found = {
        "properties": _properties(parts),
        "document": _Writer(_WORD_LINES, target, abbreviations).text(document),
    }
    for reference in document.iter("{*}headerReference", "{*}footerReference"):
        kind, name = relations[reference.get(f"{{{_RELATIONS}}}id")]
        which = next(value for key, value in reference.attrib.items() if key.endswith("}type"))
        found[f"{kind} {which}"] = _Writer(_WORD_LINES).text(etree.fromstring(parts[name]))
    for kind, name in sorted(relations.values()):
        if kind in ("styles", "numbering", "settings", "fontTable"):
            found[kind] = _Writer(_WORD_LINES).text(etree.fromstring(parts[name]))
    return found


def excel(data: bytes, abbreviations: Abbreviations) -> dict[str, str]:
    """The parts of an .xlsx file: "properties", "workbook", "styles", a part a sheet by its name, and its drawings."""
    with ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    relations = _relations(parts, "xl/workbook.xml")
    book = etree.fromstring(parts["xl/workbook.xml"])
    cell = _cell_writer(parts, abbreviations)
    found = {
        "properties": _properties(parts),
        "workbook": _Writer(_SHEET_LINES, lambda relation: relations[relation][0]).text(book),
        "styles": _Writer(_SHEET_LINES).text(etree.fromstring(parts["xl/styles.xml"])),
    }
    for sheet in book.iter("{*}sheet"):
        name = relations[sheet.get(f"{{{_RELATIONS}}}id")][1]
        of_sheet = _relations(parts, name)
        writer = _Writer(_SHEET_LINES, lambda relation, known=of_sheet: known[relation][0], cell=cell)
        found[f"sheet {sheet.get('name')}"] = writer.text(etree.fromstring(parts[name]))
        for kind, drawing in of_sheet.values():
            if kind == "drawing":
                found[f"drawing {sheet.get('name')}"] = _drawing(parts, drawing)
    return found


def _drawing(parts, drawing):
    images = _relations(parts, drawing)

    def target(relation):
        kind, name = images[relation]
        return f"{kind} {sha256(parts[name]).hexdigest()[:12]}"

    return _Writer(_SHEET_LINES, target).text(etree.fromstring(parts[drawing]))


def _cell_writer(parts, abbreviations):
    """What writes a cell: its place, its style with all that belongs to it, its text or number."""
    plain = _Writer(())
    styles = etree.fromstring(parts["xl/styles.xml"])
    strings = list(etree.fromstring(parts.get("xl/sharedStrings.xml", b"<sst/>")))
    groups = {name: list(styles.find(f"{{*}}{name}")) for name in ("fonts", "fills", "borders")}
    formats = {each.get("numFmtId"): each.get("formatCode") for each in styles.iter("{*}numFmt")}
    names = []
    for style in styles.find("{*}cellXfs"):
        inside = [plain.text(groups[f"{each}s"][int(style.get(f"{each}Id"))]) for each in ("font", "fill", "border")]
        inside += [f"number {formats.get(style.get('numFmtId'), style.get('numFmtId'))}", plain.text(style)]
        names.append(abbreviations.name("s", "".join(re.sub(r' \w+Id="\d+"', "", each).strip() for each in inside)))

    def written(cell):
        start = f"{cell.get('r')} <{names[int(cell.get('s', 0))]}/>"
        kind, value = cell.get("t", "n"), cell.find("{*}v")
        if kind in ("s", "inlineStr"):
            text = strings[int(value.text)] if kind == "s" else cell.find("{*}is")
            runs = [_name(each.tag) for each in text]
            assert runs == ["t"], f"a text in pieces: {runs}"
            return f'{start} "{_escaped(text[0].text or "")}"'
        assert kind == "n" and cell.find("{*}f") is None, "figures are numbers, never formulas"
        return f"{start} {value.text}" if value is not None else start

    return written


def page(data: bytes, abbreviations: Abbreviations) -> str:
    """A web page; pictures by their hash, a line an element of a table."""
    text = data.decode("utf-8")
    assert "\n <" not in text and "\r" not in text, "what a line of the fixture begins with would not be clear"
    text = _DATA.sub(lambda found: f"data:image/{found[1]} {sha256(found[0].encode()).hexdigest()[:12]}", text)
    text = _STYLE.sub(lambda found: f"style={{{abbreviations.name('style', found[1])}}}", text)
    return re.sub(r"(?<!\n)<(td|th|col|figcaption|meta)\b", r"\n <\1", text)


def properties(data: bytes) -> dict[str, str]:
    """The custom properties of an office file: name → value."""
    with ZipFile(BytesIO(data)) as package:
        return _custom(package.read("docProps/custom.xml")) if "docProps/custom.xml" in package.namelist() else {}


def _properties(parts):
    core = etree.fromstring(parts["docProps/core.xml"])
    lines = [f"{name}: {core.findtext(f'{{*}}{name}') or ''}" for name in ("title", "creator", "lastModifiedBy")]
    custom = _custom(parts["docProps/custom.xml"]) if "docProps/custom.xml" in parts else {}
    return "".join(f"{line}\n" for line in [*lines, *(f"{name} = {value}" for name, value in custom.items())])


def _custom(xml):
    return {each.get("name"): "".join(each.itertext()) for each in etree.fromstring(xml)}


def _relations(parts, name):
    """Relationship id → (kind, part) of a part."""
    folder, _, file = name.rpartition("/")
    xml = parts.get(f"{folder}/_rels/{file}.rels")
    return {
        each.get("Id"): (each.get("Type").rpartition("/")[2], _resolved(folder, each.get("Target")))
        for each in (etree.fromstring(xml) if xml else ())
    }


def _resolved(folder, target):
    return target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))


def _is_element(node):
    return isinstance(node.tag, str)


def _name(tag):
    space, _, name = tag.rpartition("}")
    prefix = _PREFIXES[space[1:]] if space in {f"{{{each}" for each in _PREFIXES} else space[1:]
    return f"{prefix}:{name}" if prefix else name


def _escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("\n", "&#10;")
