"""Files damaged at random: their bytes, what is packed in them, their markup, their lines."""

import io
import random
import zipfile

PARTS = (".xml", ".rels")
ROWS_TOLD_APART = ("\n", "\t", "|", "0", "，", "\u3000", "（", "\x00", "\ufffd", "一、")


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A file with some bytes changed, cut out, doubled or put elsewhere."""
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        length = chance.choice((1, 1, 2, 5, 30, 500))
        piece = data[at : at + length]
        change = chance.randrange(6)
        if change == 0:
            piece = chance.randbytes(length)
        elif change == 1:
            piece = b""
        elif change == 2:
            piece *= 2
        elif change == 3:
            piece = b"0123456789</><<>>[]()%\0\xff"[chance.randrange(10) :][:length]
        elif change == 4:
            other = chance.randrange(len(data) + 1)
            piece = data[other : other + length]
        else:
            data = data[: max(at, 20)] if chance.random() < 0.2 else data
        data = data[:at] + piece + data[at + length :]
    return data


def repacked(data: bytes, chance: random.Random) -> bytes:
    """A ZIP file with a part damaged inside, where a damaged archive would only be refused."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        names = archive.namelist()
        hurt = chance.choice([name for name in names if name.endswith(PARTS)])
        for name in names:
            content = archive.read(name)
            copy.writestr(name, in_markup(content, chance) if name == hurt else content)
    return out.getvalue()


def in_markup(content: bytes, chance: random.Random) -> bytes:
    """XML or HTML damaged between its tags as a rule, so that it can still be parsed."""
    if chance.random() < 0.25:
        return damaged(content, chance)
    pieces = content.split(b"<")
    for _ in range(chance.randint(1, 6)):
        at, other = chance.randrange(1, len(pieces)), chance.randrange(1, len(pieces))
        if chance.random() < 0.5:
            pieces[at] = pieces[at].replace(b'="', chance.choice((b'="9', b'="-', b'="99999999', b'="x')), 1)
        else:
            pieces[at], pieces[other] = pieces[other], pieces[at]
    return b"<".join(pieces)


def rearranged(data: bytes, chance: random.Random) -> bytes:
    """A ZIP file whose parts change names, come twice, are missing, packed otherwise or far too long."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    for _ in range(chance.randint(1, 3)):
        at, other = chance.randrange(len(parts)), chance.randrange(len(parts))
        name, content = parts[at]
        change = chance.randrange(6)
        if change == 0:
            parts[at] = (chance.choice((name.upper(), "../" + name, name.replace("/", "\\"), "x")), content)
        elif change == 1 and len(parts) > 1:
            del parts[at]
        elif change == 2:
            parts[at] = (name, parts[other][1])
        elif change == 3:
            parts[at] = (name, content[: chance.randrange(len(content) + 1)])
        elif change == 4:
            parts[at] = (name, content + b" " * chance.choice((10, 2**20, 12 * 2**20)))
        else:
            parts.append((parts[other][0] + chance.choice(("", "2")), content))
    packing = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    with zipfile.ZipFile(out, "w", packing) as copy:
        for name, content in dict(parts).items():
            copy.writestr(name, content)
    return out.getvalue()


def in_lines(data: bytes, chance: random.Random, encoding: str) -> bytes:
    """A text whose lines are torn, joined, doubled, or have other signs put into them."""
    lines = data.decode(encoding).split("\n")
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(lines))
        line = lines[at]
        cut = chance.randrange(len(line) + 1)
        change = chance.randrange(4)
        if change == 0:
            lines[at] = line[:cut] + chance.choice(ROWS_TOLD_APART) * chance.choice((1, 1, 3, 2000)) + line[cut:]
        elif change == 1:
            lines[at] = line[:cut]
        elif change == 2:
            lines.insert(chance.randrange(len(lines)), line)
        else:
            lines[at] = "".join(chance.sample(line, len(line)))
    return "\n".join(lines).encode(encoding, "replace")


def mutated(data: bytes, number: int, chance: random.Random) -> bytes:
    """The variant of a number, of whatever a file is: each kind of damage has its turn."""
    if data.startswith(b"PK"):
        return (damaged, repacked, repacked, rearranged)[number % 4](data, chance)
    if data.startswith((b"<", b"MIME")) and number % 2:
        return in_markup(data, chance)
    if number % 2 and not data.startswith(b"%PDF"):
        return in_lines(data, chance, "utf-8")
    return damaged(data, chance)
