"""What estimators share: `Source` records, and shares of a job's progress."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version

from w12studio.domain.analysis import Source
from w12studio.engine.estimator import Job

OWN_VERSION = "1"


def source_of(estimator: str, params: Mapping[str, str], distribution: str = "", weights_sha256: str = "") -> Source:
    """A `Source` with the version of the distribution whose code or weights an estimator uses.

    Parameters
    ----------
    estimator : str
    params : mapping of str to str
        As the estimator was given them.
    distribution : str
        Name of the installed package; "" for methods of our own, which count their own versions.
    weights_sha256 : str
    """
    number = OWN_VERSION
    if distribution:
        try:
            number = version(distribution)
        except PackageNotFoundError:
            number = ""
    return Source(estimator, number, weights_sha256, tuple(sorted(params.items())))


def part_of(job: Job, start: float, stop: float) -> Callable[[float], None]:
    """A progress function that maps 0..1 to ``start .. stop`` of the job."""

    def report(fraction: float) -> None:
        job.progress(start + (stop - start) * fraction)

    return report
