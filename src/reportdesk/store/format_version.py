"""The format of report.json: a major number, refused when it is newer than ours, and a minor one, its revision.

History of the format, for people; `migrations` holds the steps from each revision to the next.
1.0  first version.
"""

from typing import Any

FORMAT, REVISION = 1, 0


def revision_of(raw: dict[str, Any]) -> int:
    """The revision in which a content was written; 0 where it says none that makes sense."""
    revision = raw.get("format_revision")
    return revision if isinstance(revision, int) and revision > 0 else 0
