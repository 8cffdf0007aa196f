"""Commands print what they printed: JSON, sentences, exit status, files."""

import pytest
from tests.contracts import commands, fixtures

OPTIONS = {
    "reportdesk": ["--help", "--version", "-h", "check", "compare", "export", "import", "new", "show"],
    "new": ["--edition", "--help", "--kind", "--previous", "--unit", "--values", "--year", "-h", "-o"],
    "show": ["--help", "--json", "-h"],
    "check": ["--help", "--json", "--previous", "-h"],
    "compare": ["--help", "--json", "-h"],
    "import": ["--help", "--json", "-h", "-o"],
    "export": ["--help", "--to", "-h", "-o"],
}


@pytest.mark.parametrize("name", commands.CASES)
def test_a_command_prints_what_it_printed(name):
    fixtures.assert_same(commands.fixture(name), commands.run(name))


def test_no_fixture_is_left_over():
    assert {commands.fixture(name) for name in commands.CASES} == set(fixtures.names("commands/*.txt"))


def test_every_command_and_option_is_there():
    assert commands.help_texts() == OPTIONS
