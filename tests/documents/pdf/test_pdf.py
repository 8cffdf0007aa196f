"""PDF: by LibreOffice, by a program that behaves badly in its place, and the preview when there is none."""

from pathlib import Path
from time import monotonic

import pytest
from tests.support.office import hangs, has_ended
from tests.support.reports import busy_report

from reportdesk.documents import office as libreoffice
from reportdesk.documents.pdf import writer as pdf_writer
from reportdesk.errors import ReportDeskError
from reportdesk.services import export

WORKS = 'made.write_bytes(b"%PDF-1.7 of " + given.read_bytes())'


@pytest.fixture(autouse=True)
def no_preview(monkeypatch):
    monkeypatch.setattr(pdf_writer, "pdf_by", None)


def test_it_is_made_of_the_very_word_file(stand_in, tmp_path):
    arguments, settings = tmp_path / "arguments", tmp_path / "settings"
    stand_in(
        f"{WORKS}\nPath({str(arguments)!r}).write_text('\\n'.join(sys.argv))\n"
        f"(profile / 'user' / 'registrymodifications.xcu').replace({str(settings)!r})"
    )
    made = pdf_writer.make_pdf(lambda: b"PK the word file", lambda: b"<html>")
    assert made == (b"%PDF-1.7 of PK the word file", made.remark, False)
    assert "LibreOffice" in made.remark and pdf_writer.PREVIEW not in made.remark
    command = arguments.read_text("utf-8").split("\n")
    [profile] = [each for each in command if each.startswith("-env:UserInstallation=file:///")]
    assert str(Path.home()) not in profile and "--headless" in command
    assert "DisableMacrosExecution" in settings.read_text("utf-8")
    assert not Path(command[-1]).exists()


@pytest.mark.parametrize("text", ["sys.exit(1)", "", "made.write_text('x')"])
def test_a_program_that_fails_leaves_the_preview(stand_in, monkeypatch, text):
    stand_in(text)
    with pytest.raises(pdf_writer.PdfError, match="LibreOffice 没有生成"):
        pdf_writer.make_pdf(lambda: b"PK", lambda: b"<html>")
    monkeypatch.setattr(pdf_writer, "pdf_by", lambda html: b"%PDF of " + html)
    made = pdf_writer.make_pdf(lambda: b"PK", lambda: b"<html>")
    assert made.data == b"%PDF of <html>" and made.preview
    assert made.remark.startswith(pdf_writer.PREVIEW) and "LibreOffice 没有生成" in made.remark


@pytest.mark.slow
def test_a_program_that_hangs_is_ended_with_what_it_started(stand_in, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_writer, "TIMEOUT", 1.0)
    stand_in(hangs(tmp_path / "pid"))
    start = monotonic()
    with pytest.raises(pdf_writer.PdfError, match="秒"):
        pdf_writer.make_pdf(lambda: b"PK", lambda: b"<html>")
    assert monotonic() - start < 20
    assert has_ended(tmp_path / "pid")


def test_without_any_way_the_sentence_says_what_to_do(no_office, tmp_path):
    with pytest.raises(ReportDeskError, match="WPS") as caught:
        export.write(busy_report(), tmp_path / "a.pdf")
    assert str(caught.value).endswith("。") and not list(tmp_path.iterdir())


def test_a_program_that_cannot_be_run(monkeypatch, tmp_path):
    monkeypatch.setattr(libreoffice, "office_program", lambda: str(tmp_path / "nothing"))
    with pytest.raises(pdf_writer.PdfError, match="没有运行起来"):
        pdf_writer.make_pdf(lambda: b"PK", lambda: b"<html>")


@pytest.mark.usefixtures("office")
def test_libreoffice_itself(tmp_path):
    import pdfplumber

    remark = export.write(busy_report(), tmp_path / "a.pdf")
    assert "LibreOffice" in remark and pdf_writer.PREVIEW not in remark
    with pdfplumber.open(tmp_path / "a.pdf") as document:
        text = "".join(page.extract_text() for page in document.pages)
        assert (round(document.pages[0].width), round(document.pages[0].height)) == (595, 842)
    assert "12840" in text and pdf_writer.PREVIEW not in text
