"""PDF: by LibreOffice, by a program that behaves badly in its place, and the preview when there is none."""

import os
import stat
from pathlib import Path
from time import monotonic

import pytest
from tests.support.reports import busy_report

from reportdesk.documents.pdf import writer as pdf_writer
from reportdesk.errors import ReportDeskError
from reportdesk.services import export

posix = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")

# What LibreOffice is called with: … --outdir FOLDER FILE
WORKS = 'for last; do :; done; printf "%%PDF-1.7 of " > "${last%.docx}.pdf"; cat "$last" >> "${last%.docx}.pdf"'


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Puts a stand-in for LibreOffice on the computer; returns its path."""

    def put(script):
        program = tmp_path / "bin" / "soffice"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(pdf_writer, "office_program", lambda: program)
        return program

    return put


@pytest.fixture(autouse=True)
def no_preview(monkeypatch):
    monkeypatch.setattr(pdf_writer, "pdf_by", None)


@posix
def test_it_is_made_of_the_very_word_file(office, tmp_path):
    office(f'echo "$@" > "{tmp_path}/arguments"; {WORKS}')
    made = pdf_writer.make_pdf(lambda: b"PK the word file", lambda: b"<html>")
    assert made == (b"%PDF-1.7 of PK the word file", made.remark, False)
    assert "LibreOffice" in made.remark and pdf_writer.PREVIEW not in made.remark
    arguments = (tmp_path / "arguments").read_text("utf-8").split()
    [profile] = [each for each in arguments if each.startswith("-env:UserInstallation=file:///")]
    assert str(Path.home()) not in profile and "--headless" in arguments
    assert not Path(arguments[-1]).exists()


@posix
@pytest.mark.parametrize("script", ["exit 1", "exit 0", 'for last; do :; done; echo x > "${last%.docx}.pdf"'])
def test_a_program_that_fails_leaves_the_preview(office, monkeypatch, script):
    office(script)
    with pytest.raises(pdf_writer.PdfError, match="LibreOffice 没有生成"):
        pdf_writer.make_pdf(lambda: b"PK", lambda: b"<html>")
    monkeypatch.setattr(pdf_writer, "pdf_by", lambda html: b"%PDF of " + html)
    made = pdf_writer.make_pdf(lambda: b"PK", lambda: b"<html>")
    assert made.data == b"%PDF of <html>" and made.preview
    assert made.remark.startswith(pdf_writer.PREVIEW) and "LibreOffice 没有生成" in made.remark


@pytest.mark.slow
@posix
def test_a_program_that_hangs_is_ended_with_what_it_started(office, tmp_path):
    program = office(f'sleep 60 & echo $! > "{tmp_path}/child"; wait')
    start = monotonic()
    with pytest.raises(pdf_writer.PdfError, match="秒"):
        pdf_writer.from_word(b"PK", program, timeout=0.5)
    assert monotonic() - start < 20
    child = int((tmp_path / "child").read_text())
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"


def test_without_any_way_the_sentence_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf_writer, "office_program", lambda: None)
    with pytest.raises(ReportDeskError, match="WPS") as caught:
        export.write(busy_report(), tmp_path / "a.pdf")
    assert str(caught.value).endswith("。") and not list(tmp_path.iterdir())


def test_a_program_that_cannot_be_run(tmp_path):
    with pytest.raises(pdf_writer.PdfError):
        pdf_writer.from_word(b"PK", tmp_path / "nothing")


@pytest.mark.usefixtures("office")
def test_libreoffice_itself(tmp_path):
    import pdfplumber

    remark = export.write(busy_report(), tmp_path / "a.pdf")
    assert "LibreOffice" in remark and pdf_writer.PREVIEW not in remark
    with pdfplumber.open(tmp_path / "a.pdf") as document:
        text = "".join(page.extract_text() for page in document.pages)
        assert (round(document.pages[0].width), round(document.pages[0].height)) == (595, 842)
    assert "12840" in text and pdf_writer.PREVIEW not in text
