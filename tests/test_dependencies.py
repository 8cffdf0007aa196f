"""The lock files of the bundles hold what the program asks for, no more and no less."""

import re
import tomllib

import pytest
from tests.support.paths import ROOT

ENTRY = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+).*\n(?:    --hash.*\n)+(?P<via>(?:    #.*\n)*)", re.M)


def locked(name: str) -> dict[str, re.Match[str]]:
    return {found["name"].lower(): found for found in ENTRY.finditer((ROOT / name).read_text("utf-8"))}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-arm64.lock"])
def test_a_bundle_has_what_the_program_asks_for(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split(r"[^A-Za-z0-9._-]", each, maxsplit=1)[0].lower() for each in project["dependencies"]}
    found = locked(f"bundle/{lock}")
    assert {name for name, each in found.items() if "reportdesk (pyproject.toml)" in each["via"]} == wanted


def test_a_bundle_has_the_versions_that_are_tested() -> None:
    tested, bundled = locked("requirements.lock"), locked("bundle/requirements.lock")
    both = tested.keys() & bundled.keys()
    assert len(both) > 5
    assert {name: bundled[name]["version"] for name in both} == {name: tested[name]["version"] for name in both}
