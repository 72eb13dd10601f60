"""What facts mean is told for each, in sentences."""

from w12studio.domain.facts import FACTS


def test_every_fact_is_explained():
    for name, info in FACTS.items():
        assert name == name.lower() and info.title and info.low < info.high
        assert all(text.endswith(".") for text in (info.basis, info.validated, info.fails)), name
