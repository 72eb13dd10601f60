"""How well the card's numbers tell plain cases apart: the area under the ROC curve (AUC) of each comparison.

    python bench/card.py [--clips ~/.cache/w12bench/card] [--packages FOLDER] [--part 0|1|2]

Needs MusiCNN (`w12studio models fetch musicnn`). Makes clips of 30 s (bench/card_material.py says from what), analyses
them as the program does, and prints a table for docs/card.md. Part 0 is what the scales were chosen on, part 1 other
seeds, speakers and recordings (2: both). ``--packages`` names a folder into which Debian packages were unpacked
(``dpkg-deb -x``) in place of installing them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))
import card_material

from w12studio import service
from w12studio.domain.analysis import TAGS, Analysis
from w12studio.domain.tags import tag_scores
from w12studio.engine.card import MOOD, PACE, card_track

_INSTRUMENTAL = ("happy", "sorrow", "acoustic", "dance", "music")
#: Fact, clips that should have much of it, clips that should have little; by the beginnings of their names.
COMPARISONS = (
    ("happiness", ("happy",), ("sorrow",), "major and fast, minor and slow (rendered)"),
    ("acousticness", ("acoustic",), ("dance",), "acoustic instruments, dance music (rendered)"),
    (
        "acousticness", ("music-wesnoth",), ("music-neverball", "music-singularity", "music-sectoid"),
        "orchestral, electronic and metal (recordings)",
    ),
    ("instrumentalness", ("happy", "sorrow", "acoustic", "dance"), ("sung",), "renderings, with synthesized singing"),
    ("instrumentalness", _INSTRUMENTAL, ("sung", "acappella"), "all music without voices, all singing"),
    ("instrumentalness", _INSTRUMENTAL, ("speech",), "all music without voices, speech"),
    ("speechiness", ("speech",), _INSTRUMENTAL, "speech, music without voices"),
    ("speechiness", ("speech-actors",), _INSTRUMENTAL, "actors, music without voices"),
    ("speechiness", ("speech",), ("sung", "acappella"), "speech, synthesized singing"),
)  # fmt: skip


def auc(much: Iterable[float], little: Iterable[float]) -> float:
    """How often a value of the first kind is above one of the second, ties half."""
    a, b = np.array(list(much))[:, None], np.array(list(little))[None]
    return float(np.mean((a > b) + 0.5 * (a == b)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=Path, default=Path("~/.cache/w12bench/card").expanduser())
    parser.add_argument("--packages", type=Path)
    parser.add_argument("--part", type=int, choices=(0, 1, 2), default=2)
    args = parser.parse_args()
    if args.packages is not None:
        card_material.SHARES.append(args.packages / "usr/share/games")
    for part in (0, 1) if args.part == 2 else (args.part,):
        analyses = analysed(args.clips / f"part{part}", part)
        print(f"\nPart {part}, {len(analyses)} clips:\n")
        report(analyses)
    service.shutdown()
    return 0


def analysed(folder: Path, part: int) -> dict[str, Analysis]:
    """The clips' analyses by name; what was analysed before is remembered."""
    request = service.Request(layers=("beats", "transients", "key", "tags"))
    out = {}
    for clip in card_material.make(folder, part):
        out[clip.name] = service.analyze(folder / f"{clip.name}.wav", request)
        if len(out) == 1 and not tag_scores(out[clip.name].track(TAGS)):
            sys.exit("There are no tags: `w12studio models fetch musicnn` brings them.")
        print(f"\r{len(out)} {clip.name[:40]:<40}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return out


def report(analyses: dict[str, Analysis]) -> None:
    """Print the table."""
    print("| fact | much, little | clips | median | AUC |\n| --- | --- | --- | --- | --- |")
    for fact, much, little, what in COMPARISONS:
        sides = [values(analyses, fact, names) for names in (much, little)]
        if all(sides):
            counts, medians = (" / ".join(str(f(s)) for s in sides) for f in (len, lambda s: round(np.median(s))))
            print(f"| {fact} | {what} | {counts} | {medians} | {auc(*sides):.3f} |")
    moods = [
        [MOOD.probability(s) + PACE.probability(s) for s in scores(analyses, names)]
        for names in (("happy",), ("sorrow",))
    ]
    print(f"\nHappiness by the tags alone: {auc(*moods):.3f}.")
    crowd, dry, music = (scores(analyses, names) for names in (("crowd",), ("dry",), _INSTRUMENTAL))
    if crowd and dry:
        best = max(crowd[0], key=lambda t: abs(auc((s[t] for s in crowd), (s[t] for s in dry)) - 0.5))
        found = [auc((s[best] for s in crowd), (s[best] for s in others)) for others in (dry, music)]
        print(
            f"Liveness (not given): of all tags {best!r} tells the synthesized crowd best: AUC {found[0]:.3f} against "
            f"the same music dry, {found[1]:.3f} against other music."
        )


def values(analyses: dict[str, Analysis], fact: str, names: tuple[str, ...]) -> list[float]:
    """A fact of the clips whose names begin so."""
    cards = [card_track(a) for n, a in analyses.items() if n.startswith(names)]
    facts = [f for c in cards if c is not None for f in c.facts if f.name == fact]
    return [f.value for f in facts if f.value is not None]


def scores(analyses: dict[str, Analysis], names: tuple[str, ...]) -> list[dict[str, float]]:
    """Mean tags of the clips whose names begin so."""
    return [tag_scores(a.track(TAGS)) for n, a in analyses.items() if n.startswith(names)]


if __name__ == "__main__":
    sys.exit(main())
