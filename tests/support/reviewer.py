"""A reviewer at LibreOffice: changes a Word file with its changes recorded, and comments on it.

Run by a Python that has LibreOffice's interface (uno): reviewer.py SOFFICE FILE TARGET < JSON of
{"figures": [[table, cell name, new]], "words": [[old, new]], "comments": [[words, author, text]],
"cell_comments": [[table, cell name, author, text]]}. Tables are counted from 0.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException

PATIENCE = 60  # seconds


def main(program: str, given: str, target: str, wanted: dict) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        pipe = f"reviewer{uno.generateUuid().value.hex()}"
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        options = ["--headless", "--norestore", "--nodefault", "--nofirststartwizard", "--nolockcheck"]
        listen = f"--accept=pipe,name={pipe};urp;"
        office = subprocess.Popen([program, profile, *options, listen], start_new_session=True)
        try:
            services = connect(pipe)
            review(services, given, target, wanted)
            with suppress(DisposedException):  # it may be gone before it can answer
                services.createInstance("com.sun.star.frame.Desktop").terminate()
            office.wait(PATIENCE)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(office.pid, signal.SIGKILL)  # what was started is only a launcher


def connect(pipe: str):
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ServiceManager")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)  # until the program listens


def review(services, given: str, target: str, wanted: dict) -> None:
    document = services.createInstance("com.sun.star.text.TextDocument")  # without a window, which comments would open
    document.load((of("URL", Path(given).as_uri()), WORD))
    document.RecordChanges = True
    tables = document.TextTables
    for table, name, new in wanted.get("figures", []):
        whole(tables.getByIndex(table).getCellByName(name)).String = new
    for old, new in wanted.get("words", []):
        find(document, old).String = new
    for words, author, text in wanted.get("comments", []):
        found = find(document, words)
        found.Text.insertTextContent(found, comment(document, author, text), True)
    for table, name, author, text in wanted.get("cell_comments", []):
        cell = tables.getByIndex(table).getCellByName(name)
        cell.insertTextContent(whole(cell), comment(document, author, text), True)
    document.storeToURL(Path(target).as_uri(), (WORD,))
    document.close(True)


def whole(cell):
    cursor = cell.createTextCursor()
    cursor.gotoStart(False)
    cursor.gotoEnd(True)
    return cursor


def find(document, words: str):
    """The place of some words in the text outside of tables."""
    text = document.Text
    for paragraph in text:
        if paragraph.supportsService("com.sun.star.text.Paragraph") and words in paragraph.String:
            found = text.createTextCursorByRange(paragraph.Start)
            found.goRight(paragraph.String.index(words), False)
            found.goRight(len(words), True)
            return found
    raise LookupError(words)


def comment(document, author: str, text: str):
    made = document.createInstance("com.sun.star.text.textfield.Annotation")
    made.Author, made.Content = author, text
    return made


def of(name: str, value: object):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


WORD = of("FilterName", "MS Word 2007 XML")

if __name__ == "__main__":
    main(*sys.argv[1:4], json.load(sys.stdin))
