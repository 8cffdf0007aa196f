"""Small pictures made by hand, sound and broken, with and without metadata."""

import struct
import zlib

PRIVATE = b"Zhang San, 2026-01-05"


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width=4, height=3, *extra):
    """A grey PNG; `extra` are further chunks. The pixels of a large one are only claimed."""
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height)) if width * height < 10**6 else b""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [chunk(b"IHDR", header), *extra, chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def segment(marker, data):
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


SCAN = segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd0\x56"


def jpeg(width=4, height=3, *extra, after=b""):
    """The skeleton of a JPEG: every segment is there, its pixels mean nothing."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\0"
    kept = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"), *extra, segment(0xC0, frame)
    return b"\xff\xd8" + b"".join(kept) + SCAN + after + b"\xff\xd9"
