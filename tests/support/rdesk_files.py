"""`.rdesk` files put together by hand, and their report.json read as it stands."""

import io
import json
import zipfile

from reportdesk.store import rdesk


def packed(content, **more):
    """An .rdesk file with this report.json."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", rdesk.MIMETYPE)
        archive.writestr("report.json", content if isinstance(content, bytes | str) else json.dumps(content))
        for name, data in more.items():
            archive.writestr(name, data)
    return out.getvalue()


def raw(data):
    """The report.json of a file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return json.loads(archive.read("report.json"))
