"""ZIP files of anybody: what they hold is read within bounds, whatever their headers claim."""

import io
import zipfile

import pytest

from reportdesk.files.safe_zip import BrokenZipError, SafeZip, TooLargeError, TooManyEntriesError


def archive(**entries: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return data.getvalue()


def test_an_entry_within_its_bound():
    found = SafeZip(archive(a=b"x" * 1000, b=b"y"), 2)
    assert [entry.filename for entry in found.entries] == ["a", "b"]
    assert found.read("a", 1000) == b"x" * 1000
    assert found.read(found.entries[1], 1) == b"y"


def test_an_entry_over_its_bound():
    with pytest.raises(TooLargeError):
        SafeZip(archive(a=bytes(10**7)), 1).read("a", 10**6)


def test_a_header_that_claims_less_than_there_is():
    """A reader that believed it would be right about the bound, and wrong about what is in the entry."""
    data = archive(a=bytes(10**6))
    size = (10**6).to_bytes(4, "little")
    assert data.count(size) == 2
    with pytest.raises((TooLargeError, BrokenZipError)):
        SafeZip(data.replace(size, (10).to_bytes(4, "little")), 1).read("a", 10**5)


def test_more_entries_than_wanted():
    data = archive(**{f"e{number}": b"" for number in range(12)})
    assert len(SafeZip(data, 12).entries) == 12
    with pytest.raises(TooManyEntriesError):
        SafeZip(data, 11)


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"no archive" * 99, archive(a=b"x" * 99)[:-30]],
    ids=["empty", "signature", "noise", "cut"],
)
def test_what_is_no_whole_archive(data):
    with pytest.raises(BrokenZipError):
        SafeZip(data, 10)


def test_an_entry_that_cannot_be_unpacked():
    whole = archive(a=bytes(range(256)) * 40)
    damaged = bytearray(whole)
    damaged[40:60] = b"\xff" * 20
    locked = bytearray(whole)
    locked[6] |= 1
    locked[whole.rindex(b"PK\x01\x02") + 8] |= 1
    for data in (damaged, locked):
        with pytest.raises(BrokenZipError):
            SafeZip(bytes(data), 1).read("a", 10**6)
