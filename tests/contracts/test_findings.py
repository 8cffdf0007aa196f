"""The checks find in the corpora and in the samples what they found."""

import pytest
from tests.contracts import findings, fixtures


@pytest.mark.parametrize("name", findings.CORPORA)
def test_what_is_found_in_a_corpus_is_what_was_found(name):
    fixtures.assert_same(f"findings/{name}.jsonl", findings.corpus(name))


def test_what_is_found_in_the_samples_is_what_was_found():
    fixtures.assert_same("findings/samples.json", findings.samples())


def test_the_corpora_are_whole():
    counts = {name: fixtures.text(f"findings/{name}.jsonl").count("\n") for name in findings.CORPORA}
    assert counts["statements"] >= 365
    assert counts["wording"] >= 150
