"""Older revisions of the format. A sample of every revision is kept; a step without a sample and a test fails here.

For a new step: `make_sample` writes the sample of the revision before (run it before the step is written), and
`test_to_revision_<n>` says here what the step does.
"""

import pytest
from tests.support.paths import DATA

from reportdesk.store import decode, encode, report_json
from reportdesk.store.format_version import FORMAT, REVISION, revision_of
from reportdesk.store.migrations import STEPS, migrate, step
from reportdesk.store.rdesk import decode_with_revision
from reportdesk.store.report_json import to_content

SAMPLES = DATA / "revisions"


def sample(revision):
    return SAMPLES / f"{FORMAT}.{revision}.rdesk"


def make_sample():
    """The sample of the current revision: everything a report can hold."""
    from tests.support.reports import full_report

    sample(REVISION).write_bytes(encode(full_report(), {"a.png": b"\x89PNG"}))


def test_every_step_has_its_sample_and_its_test():
    assert list(STEPS) == list(range(1, REVISION + 1))
    assert sorted(path.name for path in SAMPLES.iterdir()) == sorted(sample(n).name for n in range(REVISION + 1))
    missing = [n for n in STEPS if f"test_to_revision_{n}" not in globals()]
    assert not missing, f"steps without a test: {missing}"


@pytest.mark.parametrize("revision", range(REVISION + 1))
def test_the_sample_of_every_revision_opens_as_the_same_report(revision):
    from tests.support.reports import full_report

    stored, written = decode_with_revision(sample(revision).read_bytes(), "")
    assert written == revision
    assert stored.report == full_report() and stored.media == {"a.png": b"\x89PNG"}
    assert to_content(stored.report)["format_revision"] == REVISION


# ---- the registry, tried with an invented one


@pytest.fixture
def registry():
    """Revision 1 calls the unit `name`, revision 2 puts it into an object."""
    registry = {}

    @step(to=1, registry=registry)
    def rename(raw):
        raw["name"] = raw.pop("unit")
        return raw

    @step(to=2, registry=registry)
    def nest(raw):
        return {**raw, "name": {"full": raw["name"]}}

    return registry


def test_steps_are_taken_in_turn_from_where_a_file_stands(registry):
    old = {"format": 1, "unit": "甲", "future": {"x": 1}}
    assert migrate(old, registry, 2) == {
        "format": 1,
        "name": {"full": "甲"},
        "future": {"x": 1},
        "format_revision": 2,
    }
    assert old == {"format": 1, "unit": "甲", "future": {"x": 1}}, "the content that was read is not changed"
    later = {"format_revision": 1, "name": "甲"}
    assert migrate(later, registry, 2)["name"] == {"full": "甲"}
    for current in ({"format_revision": 2}, {"format_revision": 7}):
        assert migrate(current, registry, 2) is current


@pytest.mark.parametrize("to", [0, 1, 2, 4])
def test_steps_follow_one_another(registry, to):
    with pytest.raises(ValueError):
        step(to=to, registry=registry)(lambda raw: raw)
    assert list(registry) == [1, 2]


@pytest.mark.parametrize("revision", [None, "1", -3, True, 1.5, []])
def test_a_revision_that_makes_no_sense_is_the_first(revision):
    assert revision_of({"format_revision": revision}) == (1 if revision is True else 0)


def test_an_old_file_is_migrated_when_it_is_opened_and_one_that_breaks_its_promise_is_damaged(monkeypatch, registry):
    def undo(raw):  # back to what this version reads
        return {**raw, "unit": raw["name"]["full"] + "（新）"}

    step(to=3, registry=registry)(undo)
    monkeypatch.setattr(report_json, "migrate", lambda raw: migrate(raw, registry, 3))
    opened = decode(sample(0).read_bytes(), "a.rdesk").report
    assert opened.unit == "示例县财政局（新）" and "name" in opened.unknown.fields
    del registry[2]
    with pytest.raises(report_json.DamagedError, match=r"a\.rdesk.*损坏"):
        decode(sample(0).read_bytes(), "a.rdesk")
