"""Times in a report: one form is written, those of earlier versions are read."""

import re

import pytest
from tests.support.reports import busy_report
from tests.support.word_readback import W, part, text_of

from reportdesk.checks import check
from reportdesk.checks.dismissals import dismiss
from reportdesk.documents import review_sheet
from reportdesk.documents.word import revisions
from reportdesk.documents.word import writer as word_writer
from reportdesk.documents.word.options import WordOptions
from reportdesk.report import figures
from reportdesk.report.drafts import digest, snapshot
from reportdesk.report.timestamps import current_time, format_time, parse_time
from reportdesk.services.approval import hand_in, sign_off
from reportdesk.services.review_sheet import review_of
from reportdesk.services.submission import make_submission

WRITTEN = "2026-01-12 10:30:05"
EARLIER = {
    "a draft or a sign-off": "2026-01-12 10:30",
    "a submission": "2026-01-12T10:30:05",
    "a dismissal": "2026-01-12",
}
EVERY = [WRITTEN, *EARLIER.values()]


def test_what_is_written_everywhere(tmp_path):
    report = busy_report()
    made = make_submission(report, tmp_path, ["docx"]).step.apply(report)
    handed = hand_in(report).apply(report)
    times = [
        current_time(),
        *(each.at for each in made.submissions.values()),
        *(each.at for each in handed.drafts.values()),
        sign_off(report, "李四").apply(report).sign_off.at,
    ]
    assert len(times) == 4
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", at) for at in times)
    assert {format_time(at, "second") for at in times} == set(times)


@pytest.mark.parametrize("at", EVERY)
def test_every_form_is_a_time_for_a_person(at):
    assert parse_time(at).strftime("%Y-%m-%d") == "2026-01-12"
    assert format_time(at) == ("2026-01-12 10:30" if len(at) > 10 else "2026-01-12")
    assert format_time(at, "second") == at.replace("T", " ")


@pytest.mark.parametrize("text", ["", "一月", "2026年1月12日", "Tuesday"])
def test_what_is_no_time_stays_as_it_is(text):
    assert parse_time(text) is None and format_time(text) == format_time(text, "second") == text


@pytest.mark.parametrize("at", EVERY)
def test_every_form_is_read_as_the_time_of_a_revision(at):
    report = busy_report()
    data = revisions.render(report.with_sections({"overview": "改了。"}), snapshot(report), at=at)
    (date,) = {mark.get(f"{W}date") for mark in part(data).iter(f"{W}ins")}
    assert date == ("2026-01-12T10:30:00Z" if len(at) > 10 else "2026-01-12T00:00:00Z")


@pytest.mark.parametrize("at", EVERY)
def test_every_form_is_read_as_the_date_of_the_signature(at):
    report = busy_report()
    signed = sign_off(report, "李四", at).apply(report)
    data = word_writer.render(signed, options=WordOptions(closing=True))
    assert any(text_of(each) == "2026年1月12日" for each in part(data).iter(f"{W}p"))


@pytest.mark.parametrize("at", EVERY)
def test_every_form_is_read_as_the_time_of_a_dismissal(at):
    report = busy_report().with_cells({"disputes.reconsideration.total": "1"})
    shown = figures(report)
    dismissed = dismiss(report, shown, check(report).findings[0], "机构改革", "李四", at).apply(report)
    (remark,) = review_of(dismissed, check(dismissed)).judged
    assert remark.more == [f"理由：机构改革（李四，{format_time(at)}）"]
    assert review_sheet.render(dismissed, review_of(dismissed, check(dismissed)))


@pytest.mark.parametrize("at", EVERY)
def test_every_form_is_read_as_the_time_of_a_submission(tmp_path, at):
    make_submission(busy_report(), tmp_path, ["docx"], at=at)
    (path,) = tmp_path.glob("*清单*")
    assert f"生成时间：{at.replace('T', ' ')}" in path.read_text("utf-8-sig")


def test_the_time_of_a_draft_is_no_part_of_its_digest():
    assert len({digest(snapshot(busy_report(), at)) for at in EVERY}) == 1
