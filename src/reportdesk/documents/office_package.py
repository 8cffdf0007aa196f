"""An Office file (.docx, .xlsx) as a package of XML parts.

Whatever the headers claim: a part is read up to a limit, entities and document types are refused, nothing is fetched.
"""

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from reportdesk.errors import ReadingError
from reportdesk.files.safe_zip import BrokenZipError, SafeZip, TooLargeError, TooManyEntriesError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_FILE = 16 * 2**20
MAX_PART = 8 * 2**20
MAX_ENTRIES = 10_000
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream of an Office file with a password

_OLD, _PDF = b"\xd0\xcf\x11\xe0", b"%PDF"


class PackageKind(NamedTuple):
    """What a package should be: its name, its suffix, how its older formats end, its error, its usual main part."""

    name: str
    suffix: str
    older: str
    error: type[ReadingError]
    main: str

    @property
    def called(self) -> str:
        """As a sentence names it: "Word 文档（.docx）"."""
        return f"{self.name}（{self.suffix}）"


class OfficePackage:
    """The parts of a file. Every method raises the error of its kind, with a sentence."""

    def __init__(self, data: bytes, kind: PackageKind) -> None:
        self.kind = kind
        if len(data) > MAX_FILE:
            raise kind.error(f"文件超过 {MAX_FILE // 2**20} MB，没有读取。请删去其中的图片，另存后再试。")
        if data.startswith(_OLD):
            if ENCRYPTED in data:
                raise kind.error(f"这个文件加了密码，无法读取。请打开后取消密码，另存为 {kind.suffix} 再试。")
            raise kind.error(
                f"这是旧格式（{kind.older}）的文件，无法直接读取。请用 Word 或 WPS 打开后另存为 {kind.suffix} 再试。"
            )
        if data.startswith(_PDF):
            raise kind.error(f"这是 PDF 文件，请改用 {kind.called}。")
        try:
            self._zip = SafeZip(data, MAX_ENTRIES)
        except BrokenZipError as error:
            raise self._incomplete() from error
        except TooManyEntriesError as error:
            raise self._too_large() from error
        self._names = {entry.filename.replace("\\", "/").casefold(): entry for entry in self._zip.entries}
        self.main = self._main()

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._names

    def has_like(self, word: str) -> bool:
        """Whether the name of a part holds a word in small letters."""
        return any(word in name for name in self._names)

    def part(self, name: str, limit: int = MAX_PART) -> bytes:
        """The bytes of a part of at most `limit` bytes."""
        stored = self._names.get(name.casefold())
        if stored is None:
            raise self.kind.error(f"这个文件不是 {self.kind.called}，无法读取。")
        try:
            return self._zip.read(stored, limit)
        except BrokenZipError as error:
            raise self._incomplete() from error
        except TooLargeError as error:
            raise self._too_large() from error

    def xml(self, name: str) -> "_Element":
        """The root of a part."""
        from lxml import etree

        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
            remove_blank_text=True,  # between elements; a blank that is all the text of one stays
        )
        content = self.part(name)
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self.damaged() from error
        self.refuse_document_type(root)
        return root

    def refuse_document_type(self, root: "_Element") -> None:
        """Raises where XML has a document type, and with it entities: no Office program writes one."""
        if root.getroottree().docinfo.internalDTD is not None:
            raise self.kind.error(
                f"这个文件含有 {self.kind.name}中不应有的内容，为安全起见没有读取。请向提供文件的人重新索取。"
            )

    def damaged(self) -> ReadingError:
        """The error for XML that cannot be read."""
        return self.kind.error(f"这个 {self.kind.name}的内容已经损坏，无法读出。请用 Word 或 WPS 打开后另存一份再试。")

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """The parts that a part refers to: id → (last word of the kind, name). External ones are left out."""
        folder, _, name = part.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels".lstrip("/")
        found: dict[str, tuple[str, str]] = {}
        if relations not in self:
            return found
        for each in self.xml(relations).iterchildren("{*}Relationship"):
            target = each.get("Target", "").replace("\\", "/")
            if each.get("TargetMode") != "External" and target:
                where = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[each.get("Id", "")] = (each.get("Type", "").rpartition("/")[2], where)
        return found

    def of_kind(self, part: str, kind: str) -> str | None:
        """The first part of a kind ("styles") that a part refers to, if it is there."""
        return next((name for each, name in self.related(part).values() if each == kind and name in self), None)

    def _main(self) -> str:
        return self.of_kind("", "officeDocument") or self.kind.main

    def _too_large(self) -> ReadingError:
        return self.kind.error(f"这个 {self.kind.name}的内容过大，没有读取。")

    def _incomplete(self) -> ReadingError:
        return self.kind.error(f"这个文件不是完整的 {self.kind.called}，可能没有复制完或已经损坏。请重新索取。")


def local_name(element: "_Element") -> str:
    """The name of an element without its namespace: strict files, WPS and Word have different ones."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: "_Element", name: str) -> str:
    """The value of an attribute in whatever namespace, "" if there is none."""
    qualified = "}" + name
    for key, value in element.items():
        if key == name or str(key).endswith(qualified):
            return str(value)
    return ""


def whole_number(text: str | None, most_digits: int = 8) -> int:
    """A number without sign, 0 for anything else and for one with more digits."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= most_digits else 0
