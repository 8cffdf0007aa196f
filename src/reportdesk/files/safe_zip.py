"""A ZIP file that anybody may have made, read within bounds: the headers may claim what they like.

What is unpacked is counted, not what a header says of it. So no ratio of packing needs to be refused, which a sheet of
blank cells would have as well as a bomb.
"""

import io
import struct
import zipfile
import zlib

_CENTRAL = b"PK\x01\x02"  # begins every entry of the directory
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,  # a way of packing that is not ours
    RuntimeError,  # an entry with a password
)


class BrokenZipError(Exception):
    """What is no ZIP file, or one that is cut off, damaged or locked."""


class TooManyEntriesError(Exception):
    """A ZIP file with more entries than its reader takes."""


class TooLargeError(Exception):
    """An entry that is larger, unpacked, than its reader takes."""


class SafeZip:
    """The entries of a ZIP file. Raises TooManyEntriesError, BrokenZipError."""

    def __init__(self, data: bytes, max_entries: int) -> None:
        if data.count(_CENTRAL) > max_entries:  # before a million of them are listed
            raise TooManyEntriesError
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise BrokenZipError from error
        self.entries = self._zip.infolist()

    def read(self, entry: str | zipfile.ZipInfo, limit: int) -> bytes:
        """What is in an entry, or in the last one of a name: at most `limit` bytes.

        Raises TooLargeError, BrokenZipError, KeyError for a name that is not there.
        """
        try:
            with self._zip.open(entry) as file:
                content = file.read(limit + 1)
        except _BROKEN as error:
            raise BrokenZipError from error
        if len(content) > limit:
            raise TooLargeError
        return content
