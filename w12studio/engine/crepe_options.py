"""What may be chosen of CREPE; light to import, so that every face can check it at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from w12studio.domain.errors import EstimatorError


@dataclass(frozen=True, slots=True)
class CrepeOptions:
    """What may be chosen.

    Attributes
    ----------
    hop_ms : float
        Between frames, 5 to 20 ms (a whole number of samples at 16 kHz).
    decoder : str
        "weighted": the best bin of each frame, as published by default; "viterbi": the likeliest path, without leaps.
    precision : str
        "float32", or "mixed" for half precision (below 1 cent off, see docs/benchmarks.md).
    device : str
        "auto", "cpu", "gpu" or "gpu:1".
    """

    hop_ms: float = 10.0
    decoder: str = "weighted"
    precision: str = "float32"
    device: str = "auto"

    @classmethod
    def of(cls, params: Mapping[str, str]) -> CrepeOptions:
        """Read from the text that estimators are given; raises `EstimatorError` for what makes no sense."""
        try:
            hop_ms = float(params.get("hop_ms", "10"))
        except ValueError:
            hop_ms = float("nan")
        if not 5 <= hop_ms <= 20:
            raise EstimatorError(
                f"CREPE can't work with a hop of {params['hop_ms'][:20]} ms", advice="Choose one from 5 to 20 ms."
            )
        decoder, precision = params.get("decoder", "weighted"), params.get("precision", "float32")
        if decoder not in ("viterbi", "weighted"):
            raise EstimatorError(f"CREPE has no decoder {decoder!r}", advice="Choose viterbi or weighted.")
        if precision not in ("float32", "mixed"):
            raise EstimatorError(f"CREPE has no precision {precision!r}", advice="Choose float32 or mixed.")
        return cls(hop_ms, decoder, precision, params.get("device", "auto"))

    @property
    def hop_length(self) -> int:
        """Samples at 16 kHz."""
        return round(16_000 * self.hop_ms / 1000)
