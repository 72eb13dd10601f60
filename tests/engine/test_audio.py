"""Decoding: every format, exact times, bad input. Files are made here, by libsndfile and PyAV's FFmpeg."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sys
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from w12studio.domain.errors import AudioError, Cancelled
from w12studio.engine import audio as audio_module
from w12studio.engine.audio import content_sha256, decode, is_probably_audio, probe

LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}


def bursts(rate: int, channels: int, seconds: float = 2.0) -> np.ndarray:
    """Three short noise bursts, the same in every channel but for the level, at odd places."""
    n = int(rate * seconds) + 137
    x = np.zeros(n)
    m = int(rate * 0.03)
    rng = np.random.default_rng(7)
    noise = np.fft.rfft(rng.standard_normal(m))
    f = np.fft.rfftfreq(m, 1 / rate)
    noise[(f < 200) | (f > 3000)] = 0  # what every codec keeps at every rate
    burst = np.fft.irfft(noise, m) * np.exp(-np.arange(m) / (rate * 0.006))
    burst *= 0.5 / np.abs(burst).max()
    for at in (0.31, 0.97, 1.61):
        i = int(at * rate)
        x[i : i + m] += burst
    return (x[:, None] * np.linspace(1, 0.6, channels)).astype(np.float32)


def encode(path: Path, x: np.ndarray, rate: int, codec: str, *, form: str | None = None, **options: str) -> Path:
    """Write samples of shape (n, channels) with FFmpeg; options named ``mux_*`` go to the container."""
    mux = {k[4:]: v for k, v in options.items() if k.startswith("mux_")}
    rest = {k: v for k, v in options.items() if not k.startswith("mux_")}
    layout = LAYOUTS[x.shape[1]]
    with av.open(str(path), "w", format=form, options=mux) as out:
        stream = out.add_stream(codec, rate=rate, layout=layout, options=rest)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(x).reshape(1, -1), format="flt", layout=layout)
        frame.sample_rate, frame.pts = rate, 0
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def lag(x: np.ndarray, y: np.ndarray) -> int:
    """Samples by which y comes later than x, by cross-correlation of the first channel."""
    n = 2 * max(len(x), len(y))
    c = np.fft.irfft(np.conj(np.fft.rfft(x[:, 0], n)) * np.fft.rfft(y[:, 0], n), n)
    k = int(np.argmax(c))
    return k if k < n // 2 else k - n


def run(path: Path, tmp_path: Path) -> tuple[audio_module.Decoded, np.ndarray]:
    """Decode, and check what must hold for every file."""
    blocks: list[np.ndarray] = []
    early = []
    done = decode(path, tmp_path / "store.f32", early.append, blocks.append)
    joined = np.concatenate(blocks)
    assert done.audio.samples().shape == (done.facts.n_samples, done.facts.channels)
    np.testing.assert_array_equal(done.audio.samples(), joined)
    assert np.isfinite(joined).all()
    assert len(early) == 1 and early[0].sample_rate == done.facts.sample_rate
    assert done.facts.time_zero and done.facts.container and done.facts.codec
    assert done.facts.size_bytes == path.stat().st_size
    assert done.audio.source == str(path)
    return done, joined


# -- lossless: the exact samples -------------------------------------------------------------------------


@pytest.mark.parametrize("rate", [8000, 11025, 22050, 44100, 48000, 96000, 192000])
@pytest.mark.parametrize("channels", [1, 2, 6, 8])
def test_wav_of_any_rate_and_channels_is_exact(tmp_path: Path, rate: int, channels: int) -> None:
    x = bursts(rate, channels)
    path = tmp_path / "a.wav"
    soundfile.write(path, x, rate, subtype="FLOAT")
    done, y = run(path, tmp_path)
    np.testing.assert_array_equal(y, x)
    assert (done.facts.sample_rate, done.facts.channels, done.warnings) == (rate, channels, ())


@pytest.mark.parametrize(
    ("name", "subtype", "step"),
    [
        ("a.wav", "PCM_U8", 2**-7),
        ("a.wav", "PCM_16", 2**-15),
        ("a.wav", "PCM_24", 2**-23),
        ("a.wav", "PCM_32", 2**-24),
        ("a.aiff", "PCM_16", 2**-15),
        ("a.aiff", "PCM_24", 2**-23),
        ("a.flac", "PCM_16", 2**-15),
        ("a.flac", "PCM_24", 2**-23),
        ("a.au", "PCM_16", 2**-15),
        ("a.caf", "PCM_16", 2**-15),
        ("a.w64", "PCM_16", 2**-15),
        ("a.rf64", "PCM_16", 2**-15),
    ],
)
def test_pcm_and_flac_are_exact_to_their_own_step(tmp_path: Path, name: str, subtype: str, step: float) -> None:
    x = bursts(44100, 2)
    path = tmp_path / name
    soundfile.write(path, x, 44100, subtype=subtype)
    _, y = run(path, tmp_path)
    assert y.shape == x.shape
    assert np.abs(y - x).max() <= step


@pytest.mark.parametrize(
    ("name", "codec", "form"),
    [
        ("a.m4a", "alac", None),
        ("a.mkv", "flac", None),
        ("a.mkv", "pcm_s16le", None),
        ("a.mov", "pcm_s16be", None),
        ("a.wv", "wavpack", None),
        ("a.wav", "pcm_s24le", None),
        ("a.tta", "tta", None),
    ],
)
def test_lossless_through_ffmpeg_is_exact(tmp_path: Path, name: str, codec: str, form: str | None) -> None:
    x = bursts(44100, 2)
    done, y = run(encode(tmp_path / name, x, 44100, codec, form=form), tmp_path)
    assert y.shape == x.shape
    step = 2**-7 if codec in ("wavpack", "tta") else 2**-15  # those two encoders take 8 bits when not told
    assert np.abs(y - x).max() <= step
    assert "no encoder delay" not in done.facts.time_zero


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(n=st.integers(1, 30_000), rate=st.sampled_from([8000, 44100, 96000]), channels=st.integers(1, 8))
def test_any_length_survives(tmp_path: Path, n: int, rate: int, channels: int) -> None:
    x = np.random.default_rng(n).uniform(-1, 1, (n, channels)).astype(np.float32)
    path = tmp_path / "a.wav"
    soundfile.write(path, x, rate, subtype="FLOAT")
    _, y = run(path, tmp_path)
    np.testing.assert_array_equal(y, x)


# -- lossy: the bursts where they were -------------------------------------------------------------------

MP4 = {"b": "128000"}
LOSSY = [
    ("a.mp3", "libmp3lame", None, {"b": "128000"}),
    ("vbr.mp3", "libmp3lame", None, {"b": "0", "flags": "+qscale", "global_quality": "354"}),
    ("a.m4a", "aac", None, MP4),
    ("a.mp4", "aac", None, MP4),
    ("fast.m4a", "aac", None, {**MP4, "mux_movflags": "faststart"}),
    ("a.mov", "aac", None, MP4),
    ("a.mkv", "aac", None, MP4),
    ("mp3.mp4", "libmp3lame", None, MP4),
    ("mp3.mkv", "libmp3lame", None, MP4),
    ("ac3.mkv", "ac3", None, {"b": "192000"}),
    ("a.wma", "wmav2", None, {"b": "128000"}),
    ("v1.wma", "wmav1", None, {"b": "128000"}),
]


@pytest.mark.parametrize(("name", "codec", "form", "options"), LOSSY, ids=[row[0] for row in LOSSY])
@pytest.mark.parametrize("rate", [44100, 48000])
def test_lossy_codecs_keep_times(
    tmp_path: Path, name: str, codec: str, form: str | None, options: dict[str, str], rate: int
) -> None:
    x = bursts(rate, 2)
    done, y = run(encode(tmp_path / name, x, rate, codec, form=form, **options), tmp_path)
    # Matroska rounds the delay of codecs other than Opus to a millisecond, but it is the codec that cuts it.
    assert abs(lag(x, y)) <= 1
    assert done.facts.sample_rate == rate
    assert done.warnings == ()
    assert 0 <= len(y) - len(x) <= 2048  # padding, in containers that do not state it


@pytest.mark.parametrize(
    ("codec", "name", "rates"),
    [
        ("libmp3lame", "a.mp3", [8000, 11025, 16000, 22050, 24000, 32000]),
        ("aac", "a.m4a", [8000, 11025, 22050, 96000]),
        ("wmav2", "a.wma", [8000, 11025, 16000, 22050, 32000]),
    ],
)
def test_lossy_codecs_keep_times_at_other_rates(tmp_path: Path, codec: str, name: str, rates: list[int]) -> None:
    for rate in rates:
        x = bursts(rate, 1)
        _, y = run(encode(tmp_path / name, x, rate, codec, b="48000"), tmp_path)
        assert abs(lag(x, y)) <= 1, rate


@pytest.mark.parametrize("name", ["a.mp3", "vbr.mp3", "a.m4a", "a.mp4"])
def test_length_is_exact_where_the_file_states_it(tmp_path: Path, name: str) -> None:
    row = next(row for row in LOSSY if row[0] == name)
    x = bursts(44100, 2)
    _, y = run(encode(tmp_path / name, x, 44100, row[1], **row[3]), tmp_path)
    assert len(y) == len(x)


@pytest.mark.parametrize(("name", "form", "codec"), [("a.ogg", "OGG", "VORBIS"), ("a.opus", "OGG", "OPUS")])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_ogg_keeps_times_and_length(tmp_path: Path, name: str, form: str, codec: str, channels: int) -> None:
    x = bursts(48000, channels)
    path = tmp_path / name
    soundfile.write(path, x, 48000, format=form, subtype=codec)
    done, y = run(path, tmp_path)
    assert abs(lag(x, y)) <= 1
    assert len(y) == len(x)
    assert "encoder delay removed" in done.facts.time_zero


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [("a.webm", "libopus", {}), ("a.mkv", "libopus", {}), ("a.webm", "vorbis", {"strict": "-2"})],
)
def test_webm_keeps_times(tmp_path: Path, name: str, codec: str, options: dict[str, str]) -> None:
    x = bursts(48000, 2)
    done, y = run(encode(tmp_path / name, x, 48000, codec, b="128000", **options), tmp_path)
    assert abs(lag(x, y)) <= 1
    assert done.facts.container == "Matroska"


@pytest.mark.parametrize("channels", [6, 8])
def test_surround_aac(tmp_path: Path, channels: int) -> None:
    x = bursts(48000, channels)
    done, y = run(encode(tmp_path / "a.m4a", x, 48000, "aac", b="512000"), tmp_path)
    assert done.facts.channels == channels
    assert abs(lag(x, y)) <= 1


@pytest.mark.parametrize(
    ("name", "codec", "options", "delay"),
    [
        ("a.aac", "aac", {}, 1024),
        ("a.ts", "aac", {}, 1024),
        ("a.mp3", "libmp3lame", {"mux_write_xing": "0"}, 1105),
        ("a.mp4", "aac", {"mux_movflags": "frag_keyframe+empty_moov"}, 1024),
    ],
)
def test_a_delay_that_the_file_does_not_state_is_kept_and_said(
    tmp_path: Path, name: str, codec: str, options: dict[str, str], delay: int
) -> None:
    x = bursts(44100, 2)
    done, y = run(encode(tmp_path / name, x, 44100, codec, b="128000", **options), tmp_path)
    assert lag(x, y) == delay
    assert "no encoder delay stated" in done.facts.time_zero


def test_vbr_mp3_without_xing_header_is_read_to_its_end(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    loud_then_quiet = rng.standard_normal((44100 * 20, 1)) * np.repeat([0.3, 0.0], 44100 * 10)[:, None]
    options = {"b": "0", "flags": "+qscale", "global_quality": "354", "mux_write_xing": "0"}
    path = encode(tmp_path / "a.mp3", loud_then_quiet.astype(np.float32), 44100, "libmp3lame", **options)
    done, _ = run(path, tmp_path)
    assert done.facts.duration == pytest.approx(20, abs=0.06)


def test_flac_from_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    x = bursts(44100, 2)
    path = encode(tmp_path / "a.flac", x, 44100, "flac")
    raw = bytearray(path.read_bytes())
    start = raw.index(b"fLaC") + 8
    raw[start + 13] &= 0xF0  # STREAMINFO: total samples = 0, unknown
    raw[start + 14 : start + 18] = bytes(4)
    path.write_bytes(raw)
    done, y = run(path, tmp_path)
    assert len(y) == len(x)
    assert done.warnings == ()


def test_wav_from_a_pipe_gives_no_false_alarm(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, bursts(44100, 1), 44100, subtype="PCM_16")
    raw = bytearray(path.read_bytes())
    at = raw.index(b"data")
    raw[at + 4 : at + 8] = raw[4:8] = b"\xff" * 4
    path.write_bytes(raw)
    done, y = run(path, tmp_path)
    assert len(y) == len(bursts(44100, 1))
    assert done.warnings == ()


def test_sound_of_a_video_that_starts_later_says_so(tmp_path: Path) -> None:
    x = bursts(48000, 2)
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as out:
        picture = out.add_stream("mpeg4", rate=25)
        picture.width, picture.height, picture.pix_fmt = 64, 64, "yuv420p"
        sound = out.add_stream("aac", rate=48000, layout="stereo")
        for i in range(50):
            frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            frame.pts = i
            out.mux(picture.encode(frame))
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(x.T), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = 48000, 24000
        out.mux(sound.encode(frame))
        for stream in (picture, sound):
            out.mux(stream.encode(None))
    done, y = run(path, tmp_path)
    assert abs(lag(x, y)) <= 1024
    assert "into the file" in done.facts.time_zero


def test_a_sample_rate_that_changes_on_the_way_is_converted_and_reported(tmp_path: Path) -> None:
    parts = [encode(tmp_path / f"{rate}.aac", bursts(rate, 2), rate, "aac") for rate in (44100, 48000, 32000)]
    path = tmp_path / "a.aac"
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    done, _ = run(path, tmp_path)
    assert any("change on the way" in w for w in done.warnings)
    assert done.facts.sample_rate == 44100
    assert done.facts.duration == pytest.approx(6.0, abs=0.2)


# -- probe, blocks, odd signals --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.mp3", "a.m4a", "a.wma", "a.mkv"])
def test_probe_comes_near(tmp_path: Path, name: str) -> None:
    codec = next(row[1] for row in LOSSY if row[0] == name)
    x = bursts(44100, 2)
    facts = probe(encode(tmp_path / name, x, 44100, codec, b="128000"))
    assert (facts.sample_rate, facts.channels) == (44100, 2)
    assert facts.n_samples == pytest.approx(len(x), abs=4096)


def test_first_block_is_short_and_none_is_long(tmp_path: Path) -> None:
    for name, codec in (("a.mp3", "libmp3lame"), ("a.flac", "flac")):
        lengths: list[int] = []
        path = encode(tmp_path / name, bursts(44100, 2, seconds=6), 44100, codec)
        decode(path, tmp_path / "s", None, lambda block: lengths.append(len(block)))  # noqa: B023
        assert lengths[0] < 0.5 * 44100
        assert max(lengths) < 1.6 * 44100


@pytest.mark.parametrize(
    "x",
    [np.zeros((44100, 2)), np.full((44100, 1), 0.9), np.full((2205, 1), 0.9), np.full((1, 1), 0.5)],
    ids=["silence", "DC", "0.05 s", "one sample"],
)
@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.m4a", "a.mp3"])
def test_odd_signals(tmp_path: Path, x: np.ndarray, name: str) -> None:
    codec = {"a.wav": "pcm_f32le", "a.flac": "flac", "a.m4a": "aac", "a.mp3": "libmp3lame"}[name]
    if len(x) == 1 and codec in ("aac", "libmp3lame"):
        pytest.skip("the muxers can't state a length of one sample")
    done, y = run(encode(tmp_path / name, x.astype(np.float32), 44100, codec), tmp_path)
    assert len(y) == len(x)
    assert all("silent from beginning to end" in text for text in done.warnings)


def test_nan_and_infinity_become_silence_and_are_reported(tmp_path: Path) -> None:
    x = bursts(44100, 2)
    x[100, 0], x[200, 1], x[300] = np.nan, np.inf, -np.inf
    path = tmp_path / "a.wav"
    soundfile.write(path, x, 44100, subtype="FLOAT")
    done, y = run(path, tmp_path)
    assert y[100, 0] == y[200, 1] == y[300, 0] == 0
    (warning,) = done.warnings
    assert "a.wav" in warning and "4 values" in warning


NAMES = ["曲 テスト.wav", "🎵🥁.mp3", "أغنية.m4a", "a:b %d [x].mp3", "-i.m4a", "é'\".flac"]


@pytest.mark.parametrize("name", NAMES)
def test_names_in_any_script(tmp_path: Path, name: str) -> None:
    if os.name == "nt" and set(name) & set(':"'):
        pytest.skip("Windows does not allow this name")
    codec = {"wav": "pcm_s16le", "mp3": "libmp3lame", "m4a": "aac", "flac": "flac"}[name.rpartition(".")[2]]
    x = bursts(44100, 1)
    encode(tmp_path / "plain", x, 44100, codec, form={"aac": "mp4"}.get(codec, name.rpartition(".")[2]))
    path = (tmp_path / "plain").rename(tmp_path / name)
    _, y = run(path, tmp_path)
    assert abs(lag(x, y)) <= 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux allows names that are not text")
@pytest.mark.parametrize("codec", ["flac", "libmp3lame"])
def test_a_name_that_is_not_unicode(tmp_path: Path, codec: str) -> None:
    encode(tmp_path / "plain", bursts(44100, 1), 44100, codec, form={"libmp3lame": "mp3"}.get(codec, codec))
    path = (tmp_path / "plain").rename(tmp_path / os.fsdecode(b"caf\xe9"))
    done, _ = run(path, tmp_path)
    assert done.facts.n_samples == len(bursts(44100, 1))


def test_what_a_file_is_decides_and_not_its_suffix(tmp_path: Path) -> None:
    x = bursts(44100, 2)
    encode(tmp_path / "plain", x, 44100, "aac", form="mp4")
    path = (tmp_path / "plain").rename(tmp_path / "a.wav")
    done, _ = run(path, tmp_path)
    assert done.facts.container == "MP4"


# -- bad input -------------------------------------------------------------------------------------------


def make_bad(kind: str, tmp_path: Path) -> Path:
    path = tmp_path / "bad.mp3"
    if kind == "text":
        path.write_text("This is a text and nothing else.\n" * 100)
    elif kind == "noise":
        path.write_bytes(np.random.default_rng(0).bytes(50_000))
    elif kind == "zeros":
        path.write_bytes(bytes(50_000))
    elif kind == "empty":
        path.touch()
    elif kind == "playlist":
        path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n")
    elif kind == "folder":
        path.mkdir()
    elif kind == "no samples":
        soundfile.write(path, np.zeros((0, 1)), 44100, format="WAV")
    elif kind == "rate":
        soundfile.write(path, np.zeros((100, 1)), 500, format="WAV")
    elif kind == "channels":
        soundfile.write(path, np.zeros((100, 40)), 44100, format="WAV")
    elif kind == "headless MP4":
        encode(tmp_path / "a.m4a", bursts(44100, 1), 44100, "aac")
        path.write_bytes((tmp_path / "a.m4a").read_bytes()[:3000])
    return path


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("text", "not a sound file"),
        ("noise", "not a sound file"),
        ("zeros", "not a sound file"),
        ("empty", "empty"),
        ("playlist", "sound"),
        ("folder", "folder"),
        ("missing", "no such file"),
        ("no samples", "no sound"),
        ("rate", "500 Hz"),
        ("channels", "40 channels"),
        ("headless MP4", "damaged"),
    ],
)
def test_bad_input_gives_one_clear_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], kind: str, words: str
) -> None:
    path = make_bad(kind, tmp_path)
    store = tmp_path / "store.f32"
    with pytest.raises(AudioError) as caught:
        decode(path, store)
    text = str(caught.value)
    assert text.startswith("bad.mp3: ") and words in text
    assert caught.value.advice
    assert not store.exists()
    assert capfd.readouterr() == ("", "")


def test_video_without_sound(tmp_path: Path) -> None:
    path = tmp_path / "v.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        out.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")))
        out.mux(stream.encode(None))
    with pytest.raises(AudioError, match="pictures but no sound"):
        probe(path)


@pytest.mark.skipif(os.name == "nt" or (hasattr(os, "geteuid") and os.geteuid() == 0), reason="needs a plain user")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.zeros(10), 44100)
    path.chmod(0)
    with pytest.raises(AudioError, match="permission"):
        probe(path)


def test_no_permission_as_reported_by_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.zeros(10), 44100)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    for call in (probe, content_sha256):
        with pytest.raises(AudioError, match="permission"):
            call(path)


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("a.wav", "pcm_s16le", {}),
        ("a.aiff", "pcm_s16be", {}),
        ("a.flac", "flac", {}),
        ("a.mp3", "libmp3lame", {}),
        ("a.m4a", "aac", {"mux_movflags": "faststart"}),
        ("a.mkv", "aac", {}),
        ("a.wma", "wmav2", {"b": "64000"}),
    ],
)
def test_a_truncated_file_gives_what_is_there_and_a_warning(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, codec: str, options: dict[str, str]
) -> None:
    noise = np.random.default_rng(3).uniform(-0.5, 0.5, (44100 * 8, 1)).astype(np.float32)
    path = encode(tmp_path / name, noise, 44100, codec, **options)
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) * 6 // 10])
    done, y = run(path, tmp_path)
    assert 0.45 * len(noise) < len(y) < 0.65 * len(noise)
    assert any("cut off" in w or "damaged" in w for w in done.warnings), done.warnings
    assert all(name in w for w in done.warnings)
    assert capfd.readouterr() == ("", "")


def test_damage_in_the_middle_does_not_move_what_follows(tmp_path: Path) -> None:
    x = bursts(44100, 1, seconds=4)
    x[:44100] = np.random.default_rng(0).uniform(-0.5, 0.5, (44100, 1))
    x[int(3.5 * 44100) : int(3.6 * 44100)] = bursts(44100, 1)[int(0.31 * 44100) : int(0.41 * 44100)]
    path = encode(tmp_path / "a.m4a", x, 44100, "aac", b="128000", mux_movflags="faststart")
    raw = bytearray(path.read_bytes())
    raw[8000:8600] = b"\x55" * 600
    path.write_bytes(raw)
    done, y = run(path, tmp_path)
    assert done.warnings
    assert len(y) == len(x)
    assert abs(lag(x[44100 * 3 :], y[44100 * 3 :])) <= 1


def test_cancel_in_a_block_deletes_the_store(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, bursts(44100, 1), 44100)
    store = tmp_path / "store.f32"

    def stop(_: np.ndarray) -> None:
        assert store.exists()
        raise Cancelled

    with pytest.raises(Cancelled):
        decode(path, store, None, stop)
    assert not store.exists()


def test_a_disk_without_room_is_noticed_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, bursts(44100, 1), 44100)
    usage = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(AudioError, match="Free some space"):
        decode(path, tmp_path / "s")


def test_a_disk_that_fills_up_on_the_way(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, bursts(44100, 1), 44100)

    def full(_: np.ndarray) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(AudioError, match="became full"):
        decode(path, tmp_path / "s", None, full)
    assert not (tmp_path / "s").exists()


def test_two_sound_tracks_are_reported(tmp_path: Path) -> None:
    x = bursts(48000, 2)
    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as out:
        streams = [out.add_stream("flac", rate=48000, layout="stereo") for _ in range(2)]
        for stream in streams:
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(x.T), format="fltp", layout="stereo")
            frame.sample_rate, frame.pts = 48000, 0
            out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
    done, y = run(path, tmp_path)
    assert len(y) == len(x)
    assert any("2 sound tracks" in w for w in done.warnings)


# -- small things ----------------------------------------------------------------------------------------


@given(data=st.binary(min_size=0, max_size=5000))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_content_sha256(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    assert content_sha256(path) == hashlib.sha256(data).hexdigest()


@given(
    data=st.binary(min_size=1, max_size=3000),
    head=st.sampled_from([b"", b"RIFF", b"fLaC", b"OggS", b"\xff\xfb"]),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_sound_or_a_sentence(tmp_path: Path, data: bytes, head: bytes) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(head + data)
    try:
        done = decode(path, tmp_path / "s")
    except AudioError as error:
        assert "x.bin" in str(error)
    else:
        assert done.facts.n_samples > 0


def test_content_sha256_of_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="no such file"):
        content_sha256(tmp_path / "none.wav")


def test_is_probably_audio(tmp_path: Path) -> None:
    (tmp_path / "a.MP3").write_bytes(b"x")
    (tmp_path / "._a.mp3").write_bytes(b"x")
    (tmp_path / "cover.jpg").write_bytes(b"x")
    (tmp_path / "folder.wav").mkdir()
    (tmp_path / "bare").write_bytes(b"RIFF....WAVE")
    (tmp_path / "text").write_bytes(b"hello")
    found = {p.name for p in tmp_path.iterdir() if is_probably_audio(p)}
    assert found == {"a.MP3", "bare"}
    assert not is_probably_audio(tmp_path / "gone.mp3")


def test_time_stamps_that_jitter_move_nothing(tmp_path: Path) -> None:
    """As in MP4 that FFmpeg made from Ogg Vorbis: single packets come late by a few hundred samples."""
    x = bursts(44100, 2)
    path = tmp_path / "a.m4a"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("alac", rate=44100, layout="stereo")
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(x).reshape(1, -1), format="flt", layout="stereo")
        frame.sample_rate, frame.pts = 44100, 0
        packets = [*stream.encode(frame), *stream.encode(None)]
        for number, packet in enumerate(packets):
            if number % 4 == 2 and number < len(packets) - 1:
                packet.pts, packet.dts = packet.pts + 448, packet.dts + 448
            out.mux(packet)
    done, y = run(path, tmp_path)
    assert (y.shape, lag(x, y), done.warnings) == (x.shape, 0, ())
    np.testing.assert_allclose(y, x, atol=2**-14)


def test_channels_that_cancel_are_analysed_by_one_of_them(tmp_path: Path) -> None:
    x = bursts(44100, 1)
    path = tmp_path / "a.wav"
    soundfile.write(path, np.concatenate([x, -x], axis=1), 44100, subtype="FLOAT")
    done, _ = run(path, tmp_path)
    assert done.audio.only_channel == 0
    np.testing.assert_array_equal(done.audio.mono(), x[:, 0])
    assert "cancel each other out" in done.warnings[0]


@pytest.mark.parametrize("level", [0.0, 1.0, 1e-7])
def test_silence_is_said(tmp_path: Path, level: float) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.full((4410, 2), level), 44100, subtype="FLOAT")
    done, _ = run(path, tmp_path)
    assert done.warnings == ("a.wav: it is silent from beginning to end. Is it the right file?",)
