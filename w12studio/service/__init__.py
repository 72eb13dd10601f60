"""The operations that every face (window, command line, HTTP) calls.

Light to import: model runtimes and decoders live in worker processes, exporters are imported when they are used.
"""

from w12studio.domain.alternative import Alternative
from w12studio.domain.facts import FACTS
from w12studio.domain.straighten import TempoAnchor, straighten
from w12studio.domain.tempo import TempoSummary, tempo_summary
from w12studio.engine.audio import SUPPORTED_SUFFIXES
from w12studio.engine.derived import followed, with_tempo
from w12studio.engine.devices import check_wanted as check_device
from w12studio.engine.devices import utilisation as gpu_utilisation
from w12studio.engine.feature_results import FullAnalysis
from w12studio.engine.messages import (
    AudioFound,
    AudioReady,
    Message,
    PeaksGrown,
    Progressed,
    TrackUpdated,
    Warned,
)
from w12studio.engine.paths import cache_dir, data_dir, log_dir, log_file, shipped
from w12studio.engine.pipeline import Request
from w12studio.engine.registry import STAGE_NAMES as LAYERS
from w12studio.engine.store import SharedAudio
from w12studio.engine.tempo import MOST_SMOOTHING, SMOOTHING, derived_tracks, smoothing_of
from w12studio.service.analyzing import analyze, release_audio, shutdown, warm_up
from w12studio.service.choices import Choice, Choices, all_choices, stage_of
from w12studio.service.comparing import (
    Compared,
    Side,
    align,
    alignment_text,
    compare_sides,
    layer_of,
    load_side,
    same_recording,
    sound_on_our_time,
    tracks_as,
)
from w12studio.service.exporting import (
    Target,
    check_format,
    export,
    file_stem,
    format_names,
    format_suffix,
    formats,
    presets,
    targets,
)
from w12studio.service.files import PROJECT_SUFFIX, demo_path, expand_paths
from w12studio.service.folders import new_folder
from w12studio.service.importing import LAYER_SUFFIXES, analysis_of_layers, import_layers, joined, recording_facts
from w12studio.service.measuring import features
from w12studio.service.pitching import (
    MOST_CANDIDATES,
    PitchCandidate,
    delete_pitch,
    draw_pitch,
    pitch_candidates,
    pitch_curve,
    shift_pitch,
    take_pitch,
)
from w12studio.service.projects import Opened, find_audio, open_project, save_project
from w12studio.service.resolving import (
    alternatives,
    carry_pins,
    pins_edit,
    resolve,
    warm_resolve,
)
from w12studio.service.summary import summary_of
from w12studio.service.words import names_of, pairs_of

__all__ = [
    "FACTS",
    "LAYERS",
    "LAYER_SUFFIXES",
    "MOST_CANDIDATES",
    "MOST_SMOOTHING",
    "PROJECT_SUFFIX",
    "SMOOTHING",
    "SUPPORTED_SUFFIXES",
    "Alternative",
    "AudioFound",
    "AudioReady",
    "Choice",
    "Choices",
    "Compared",
    "FullAnalysis",
    "Message",
    "Opened",
    "PeaksGrown",
    "PitchCandidate",
    "Progressed",
    "Request",
    "SharedAudio",
    "Side",
    "Target",
    "TempoAnchor",
    "TempoSummary",
    "TrackUpdated",
    "Warned",
    "align",
    "alignment_text",
    "all_choices",
    "alternatives",
    "analysis_of_layers",
    "analyze",
    "cache_dir",
    "carry_pins",
    "check_device",
    "check_format",
    "compare_sides",
    "data_dir",
    "delete_pitch",
    "demo_path",
    "derived_tracks",
    "draw_pitch",
    "expand_paths",
    "export",
    "features",
    "file_stem",
    "find_audio",
    "followed",
    "format_names",
    "format_suffix",
    "formats",
    "gpu_utilisation",
    "import_layers",
    "joined",
    "layer_of",
    "load_side",
    "log_dir",
    "log_file",
    "names_of",
    "new_folder",
    "open_project",
    "pairs_of",
    "pins_edit",
    "pitch_candidates",
    "pitch_curve",
    "presets",
    "recording_facts",
    "release_audio",
    "resolve",
    "same_recording",
    "save_project",
    "shift_pitch",
    "shipped",
    "shutdown",
    "smoothing_of",
    "sound_on_our_time",
    "stage_of",
    "straighten",
    "summary_of",
    "take_pitch",
    "targets",
    "tempo_summary",
    "tracks_as",
    "warm_resolve",
    "warm_up",
    "with_tempo",
]
