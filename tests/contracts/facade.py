"""The public Python facade, the names in report.json, and what the program says about fixed values, as fixtures."""

import inspect
import types
import typing
from pathlib import Path

import msgspec
from tests.contracts import adapters, canonical, exports, fixtures

import reportdesk

# Attributes that may be renamed. In files they keep their names, and so do `judged` and the others of a Finding, which
# `check --json` prints.
NOT_PROMISED = {"previous", "dismissals", "search_aborted"}


def made() -> dict[str, str]:
    """Name → text of all fixtures of this kind."""
    return {
        "facade.json": fixtures.as_json(facade()),
        "schema.json": fixtures.as_lines(schema()),
        "digests.json": fixtures.as_json(digests()),
        "fees.json": fixtures.as_lines(fees()),
        "data-sheet.json": fixtures.as_json(data_sheet()),
        "sentences.txt": sentences(),
    }


def facade() -> dict:
    """Public name → what can be called and read there."""
    found = {name: _told(getattr(reportdesk, name)) for name in reportdesk.__all__}
    reading = reportdesk.read(fixtures.FOLDER / "inputs/foreign.docx")
    return found | {
        "read()": sorted(name for name in dir(reading) if not name.startswith("_")),
        "read().doubts": list(reading.doubts[0]._fields) if reading.doubts else [],
        "figures()": sorted(vars(reportdesk.figures(reading.report))),
    }


def schema() -> list:
    """Every field that report.json may hold: its place, its type and its value where it is left out."""
    return list(_fields(reportdesk.Report, ""))


def digests() -> dict:
    """Hashes that are kept in files: of drafts, and of findings that were looked into."""
    found = {}
    for name in ("drafts", "broken", "laden2021", "laden2019"):
        each = exports.stored(name)
        findings = reportdesk.check(each.report).findings
        found[name] = {
            "snapshot": adapters.draft_digest(adapters.snapshot(each.report)),
            "drafts": {key: adapters.draft_digest(draft) for key, draft in each.report.drafts.items()},
            "findings": {
                f"{finding.id} {finding.place or ''}".strip(): adapters.fingerprint(finding, each.report)
                for finding in findings
            },
            "set aside": [finding.id for finding in findings if finding.judged],
        }
    return found


def fees() -> list:
    """What applications and pages cost."""
    return [[way, number, adapters.fee_lines(number, way)]
            for way in ("items", "pages") for number in (0, 1, 10, 11, 29, 30, 31, 45, 100, 201, 5000)]  # fmt: skip


def data_sheet() -> dict:
    """The data sheet that came back filled in."""
    report = exports.stored("long").report
    read = adapters.data_sheet_read(report, Path(fixtures.FOLDER / "inputs/data-sheet.docx"))
    before = adapters.content_from(report)
    changed = {part: value for part, value in read.pop("content").items() if before.get(part) != value}
    return read | {
        part: {key: each for key, each in value.items() if before.get(part, {}).get(key) != each}
        for part, value in changed.items()
    }


def sentences() -> str:
    """Two texts of which the sentences are less and less alike, as revisions and as differences that came back."""
    before, after = (
        adapters.decoded((fixtures.FOLDER / f"inputs/{name}.rdesk").read_bytes())[0] for name in ("before", "after")
    )
    found = []
    for one, other in ((before, after), (after, before)):
        data = adapters.redline_file(other, adapters.snapshot(one, exports.AT), {}, "张三", exports.AT)
        document = canonical.word(data, canonical.Abbreviations())["document"]
        found += [line for line in document.split("\n") if "<ins" in line or "<del" in line]
        found += fixtures.as_lines(adapters.returned_differences(one, other)).splitlines()
    return "".join(f"{line}\n" for line in found)


def _told(value):
    if isinstance(value, type):
        if issubclass(value, Exception):
            return f"error, a kind of {value.__bases__[0].__name__}"
        others = [name for name in dir(value) if not name.startswith("_") and name not in value.__struct_fields__]
        return {
            "fields": [
                f"{each.name}{_default(each)}"
                for each in msgspec.structs.fields(value)
                if each.name not in NOT_PROMISED
            ],
            "others": {name: _member(value, name) for name in others},
        }
    return _parameters(value) if callable(value) else "text"


def _member(value, name):
    member = inspect.getattr_static(value, name)
    if isinstance(member, property):
        return "property"
    return _parameters(getattr(value, name))


def _parameters(function):
    """Names, kinds and defaults; types and modules have other names one day."""
    parameters = inspect.signature(function).parameters.values()
    return str(inspect.Signature([each.replace(annotation=inspect.Parameter.empty) for each in parameters]))


def _fields(struct, place):
    for field in msgspec.structs.fields(struct):
        path = f"{place}{field.encode_name}"
        yield [path, _kind(field.type) + _default(field)]
        origin, arguments = typing.get_origin(field.type), typing.get_args(field.type)
        inside = f"{path}.*." if origin is dict else f"{path}."
        for inner in _structs(field.type, arguments):
            if inner is not struct:  # what is unknown nests without end
                yield from _fields(inner, inside)


def _structs(kind, arguments):
    """The structs in a type."""
    return [each for each in (kind, *arguments) if isinstance(each, type) and issubclass(each, msgspec.Struct)]


def _kind(kind):
    """A type without the names of our structs."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return "object"
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is None:
        return getattr(kind, "__name__", str(kind))
    inner = [_kind(each) for each in arguments]
    return " | ".join(inner) if origin in (typing.Union, types.UnionType) else f"{origin.__name__}[{', '.join(inner)}]"


def _default(field):
    if field.default is not msgspec.NODEFAULT:
        default = field.default
    elif field.default_factory is not msgspec.NODEFAULT:
        default = field.default_factory()
    else:
        return ""
    return " = object" if isinstance(default, msgspec.Struct) else f" = {default!r}"
