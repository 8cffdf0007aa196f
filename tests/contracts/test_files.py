"""Report files of an earlier program are read, and saved again as they were."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from tests.contracts import adapters, facade, files, fixtures

NAMES = [Path(name).stem for name in fixtures.names("reports/*.rdesk")]
LADEN = ("laden2021", "laden2019", "pictures", "drafts")
OBJECTS = {"contact", "predecessor", "sign_off"}  # their keys are fields, in the order of the struct
OF_A_NEWER_PROGRAM = {  # what this program does not know and keeps
    "watermark", "contact.wechat", "cells.future.table.cell", "notes.future.table.cell", "sections.appendix",
    "sections.overview.language", "sections.overview.ties.t1.colour", "sections.overview.pictures.p1.alt",
    "predecessor.signed", "sign_off.seal",
}  # fmt: skip


def stored(name):
    return (fixtures.FOLDER / f"reports/{name}.rdesk").read_bytes()


def with_program(text, program):
    """The text of a report.json with the version that wrote it: the only thing that may differ."""
    raw = json.loads(text)
    return text.replace(f'"program": "{raw["program"]}"', f'"program": "{program}"', 1)


def test_there_are_files_of_both_editions():
    assert len(NAMES) == 12
    assert {fixtures.data(f"reports/{name}.json")["edition"] for name in NAMES} == {"2019", "2021"}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_saved_as_it_was(name):
    report, media = adapters.decoded(stored(name))
    again = adapters.encoded(report, media)
    before, after = files.archive(stored(name)), files.archive(again)
    assert list(after) == list(before)  # the entries in their order
    program = json.loads(before["report.json"])["program"]
    text = with_program(after.pop("report.json").decode(), program)
    fixtures.assert_same(f"reports/{name}.json", text)  # every character: the order of the keys too
    assert before.pop("report.json").decode() == fixtures.text(f"reports/{name}.json")
    assert after == before
    assert adapters.decoded(again) == (report, media)


@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_the_same_from_its_file_and_from_its_content(name):
    report, _ = adapters.decoded(stored(name))
    assert adapters.report_from(fixtures.data(f"reports/{name}.json")) == report


@pytest.mark.parametrize("name", ["long", "pictures", "drafts", "broken"])
def test_the_order_of_the_keys_is_not_that_in_which_they_were_filled_in(name):
    content = fixtures.data(f"reports/{name}.json")
    turned = {
        key: dict(reversed(value.items())) if isinstance(value, dict) and key not in OBJECTS else value
        for key, value in content.items()
    }
    assert list(turned["cells"]) != list(content["cells"])
    data = adapters.encoded(adapters.report_from(turned), adapters.decoded(stored(name))[1])
    text = files.archive(data)["report.json"].decode()
    fixtures.assert_same(f"reports/{name}.json", with_program(text, content["program"]))


def test_a_file_is_an_archive_as_it_was():
    with ZipFile(BytesIO(adapters.encoded(*adapters.decoded(stored("pictures"))))) as archive:
        entries = [(each.filename, each.compress_type, each.date_time) for each in archive.infolist()]
        assert archive.read("mimetype") == b"application/vnd.reportdesk.report+zip"
    epoch = (1980, 1, 1, 0, 0, 0)
    assert entries[:2] == [("mimetype", ZIP_STORED, epoch), ("report.json", ZIP_DEFLATED, epoch)]
    assert {entry[1:] for entry in entries[2:]} == {(ZIP_STORED, epoch)}
    assert all(name.startswith("media/") for name, *_ in entries[2:])


def test_pictures_keep_their_names():
    for name in LADEN:
        for picture, data in adapters.decoded(stored(name))[1].items():
            assert adapters.picture_name(data) == picture


def test_the_names_in_the_file_are_those_that_were():
    fixtures.assert_same("schema.json", fixtures.as_lines(facade.schema()))


def test_the_laden_reports_use_every_field_there_is():
    """With another value than the one it has where it is left out; else a field could be lost unseen."""
    contents = [fixtures.data(f"reports/{name}.json") for name in LADEN]
    for field, kind in map(json.loads, fixtures.text("schema.json").splitlines()):
        if not field.startswith("unknown"):  # that is what a newer program wrote, at its place
            values = [repr(value) for content in contents for value in values_at(content, field.split("."))]
            assert set(values) - {kind.partition(" = ")[2]}, f"no report uses {field}"


@pytest.mark.parametrize("name", ["laden2021", "laden2019"])
def test_what_a_newer_program_wrote_is_kept(name):
    content = adapters.content_from(adapters.decoded(stored(name))[0])
    kept = set(places(content))
    assert kept >= OF_A_NEWER_PROGRAM
    for part in ("judged", "adopted", "sources", "drafts", "submissions", "origins"):
        assert [each["remark"] for each in content[part].values() if "remark" in each] == [f"新版本的{part}"]
    assert content["watermark"] == {"text": "内部", "angle": [45, None, 1.5, True]}


def test_digests_of_drafts_and_findings_are_those_that_were():
    fixtures.assert_same("digests.json", fixtures.as_json(facade.digests()))


@pytest.mark.parametrize("name", ["laden2021", "laden2019"])
def test_what_was_signed_is_still_what_was_signed(name):
    report, media = adapters.decoded(stored(name))
    content = fixtures.data(f"reports/{name}.json")
    assert adapters.draft_digest(report.sign_off.version) == content["sign_off"]["digest"]
    assert adapters.changes_since_sign_off(report, media) == []
    changed = report.with_cells({"disclosure.penalties.decisions": "13"})
    assert len(adapters.changes_since_sign_off(changed, media)) == 1


@pytest.mark.parametrize("name", ["broken", "laden2021", "laden2019"])
def test_what_was_set_aside_stays_aside(name):
    """By the keys in the file: the fingerprints of findings."""
    kept = fixtures.data(f"reports/{name}.json")["judged"]
    told = fixtures.data("digests.json")[name]
    assert sorted(each["finding"] for each in kept.values()) == sorted(told["set aside"])
    assert kept.keys() <= set(told["findings"].values())


def places(value, place=""):
    """The places of a content that hold anything: dotted paths."""
    for key, each in value.items() if isinstance(value, dict) else ():
        yield f"{place}{key}"
        yield from places(each, f"{place}{key}.")


def values_at(value, path):
    """What stands at a place of a content; "*" is every key."""
    if not path:
        yield value
    elif isinstance(value, dict):
        for key in value if path[0] == "*" else {path[0]} & value.keys():
            yield from values_at(value[key], path[1:])
