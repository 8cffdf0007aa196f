"""A workbook as the bytes of a file."""

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_EPOCH = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_PROPERTIES = "docProps/core.xml"


def workbook_bytes(book: "Workbook") -> bytes:
    """The workbook as an .xlsx file in which no time stands: the same content gives the same bytes."""
    from openpyxl.writer.excel import ExcelWriter

    file = BytesIO()
    with _ReproducibleZip(file, "w") as archive:
        ExcelWriter(book, archive).save()
    return file.getvalue()


class _ReproducibleZip(ZipFile):
    """An archive whose entries bear the same date always, and no other in what they say of the file."""

    def writestr(self, name: Any, data: Any, *_: object, **__: object) -> None:  # type: ignore[override]
        entry = ZipInfo(name, _EPOCH)
        entry.compress_type = ZIP_DEFLATED
        super().writestr(entry, _TIMES.sub(b"", data) if name == _PROPERTIES else data)

    def write(self, filename: Any, arcname: Any = None, *_: object, **__: object) -> None:
        self.writestr(arcname, Path(filename).read_bytes())
