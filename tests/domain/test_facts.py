"""What facts mean is told for each."""

from w12studio.domain.facts import FACTS


def test_every_fact_is_explained():
    for name, info in FACTS.items():
        assert name == name.lower() and info.title and info.low < info.high
        assert info.computed_from and info.validated, name
        assert info.fails.endswith(".") and (not info.meaning or info.meaning.endswith(".")), name
