"""What the curated facts state is served in full. They are no part of the project; NEXTLINE_FACTS names their directory."""

import os

import pytest

from compare_facts import compare, fetch_from

FACTS = os.environ.get("NEXTLINE_FACTS")


@pytest.mark.skipif(not FACTS, reason="NEXTLINE_FACTS names no directory of facts to compare with")
def test_every_fact_is_served_in_both_languages_with_its_numbers(service):
    assert compare(FACTS, fetch_from(service.url)) == []
