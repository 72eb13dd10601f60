"""Spectra and filter banks against madmom's conventions."""

import numpy as np
import pytest

from tests.engine.rhythm_helpers import RATE, band, sixteen_bit, store
from w12studio.engine import features as ft


@pytest.mark.parametrize(("n_samples", "frames"), [(0, 0), (1, 1), (441, 1), (442, 2), (44100, 100)])
def test_a_frame_counts_as_long_as_its_centre_lies_in_the_recording(n_samples, frames):
    assert ft.n_frames(n_samples) == frames


def test_frames_are_centred_and_padded_with_zeros():
    samples = np.arange(1, 2001, dtype=np.float32)
    frames = ft.frame_block(samples, 0, 5, 1024, 441)
    assert frames.shape == (5, 1024)
    for i, frame in enumerate(frames):
        assert frame[512] == samples[i * 441]
    assert np.all(frames[0, :512] == 0)
    assert np.all(frames[4, 512 + 2000 - 4 * 441 :] == 0)


def test_frames_of_a_recording_shorter_than_a_frame():
    frames = ft.frame_block(np.ones(3, dtype=np.float32), 0, 1, 1024, 441)
    assert frames.sum() == 3 and frames[0, 512:515].sum() == 3


@pytest.mark.parametrize("size", [1024, 2048, 4096])
def test_bands_have_area_one_and_stay_inside_the_spectrum(size):
    for unique, hz in ((True, ft.log_frequencies(12, 30, 17000)), (False, ft.mel_frequencies(82, 27.5, 16000))):
        bank = ft.triangular_filterbank(hz, size, unique)
        sums = np.add.reduceat(bank.weights, bank.offset[:-1])
        np.testing.assert_allclose(sums, 1.0, atol=1e-5)
        assert bank.first.min() >= 0
        assert (bank.first + np.diff(bank.offset)).max() <= size // 2


def test_a_tone_is_loudest_in_the_band_around_it():
    samples = np.sin(2 * np.pi * 1000 * np.arange(RATE) / RATE).astype(np.float32)
    hz = ft.mel_frequencies(82, 27.5, 16000)
    bank = ft.triangular_filterbank(hz, 2048, unique=False)
    (bands,) = ft.band_spectra(samples, 40, 60, 2048, 441, (bank,))
    assert abs(hz[1:-1][bands.mean(axis=0).argmax()] - 1000) < 60


def test_pieces_equal_the_whole():
    samples, _ = band(4.0)
    whole = ft.rhythm_features(samples)
    assert whole.downbeats.shape == (400, 314)
    assert whole.onsets.shape == (400, 80, 3)
    for start, stop in ((0, 1), (0, 100), (1, 7), (123, 400)):
        piece = ft.rhythm_features(samples, start, stop, threads=1)
        np.testing.assert_array_equal(piece.downbeats, whole.downbeats[start:stop])
        np.testing.assert_array_equal(piece.onsets, whole.onsets[start:stop])


def test_differences_are_rises_over_the_lag():
    samples, _ = band(2.0)
    features = ft.rhythm_features(samples).downbeats
    assert features.min() >= 0
    n_bands = len(ft._resolutions()[2].log_bank)
    spectrum, rise = features[:, -2 * n_bands : -n_bands], features[:, -n_bands:]
    np.testing.assert_allclose(rise[2:], np.maximum(spectrum[2:] - spectrum[:-2], 0), atol=1e-6)
    assert np.all(rise[:2] == 0)


def test_features_are_computed_once_a_recording(tmp_path):
    samples, _ = band(2.0)
    audio = store(tmp_path, samples)
    assert ft.shared_features(audio) is ft.shared_features(audio)
    other = store(tmp_path, samples[:RATE], name="other")
    assert len(ft.shared_features(other)) == 100


def test_progress_can_stop_the_work():
    def stop(fraction):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ft.rhythm_features(np.zeros(20 * RATE, dtype=np.float32), progress=stop)


@pytest.mark.slow
def test_equal_to_madmom():
    from w12studio.engine.madmom_adapter import import_madmom

    import_madmom()
    from madmom.audio.signal import Signal
    from madmom.features.downbeats import RNNDownBeatProcessor
    from madmom.features.key import CNNKeyRecognitionProcessor
    from madmom.features.onsets import CNNOnsetProcessor

    samples, integers = sixteen_bit(band(10.0)[0])
    signal = Signal(integers, sample_rate=RATE, num_channels=1)
    ours = ft.rhythm_features(samples)
    np.testing.assert_allclose(ours.downbeats, RNNDownBeatProcessor().processors[0](signal), atol=1e-4)
    theirs = np.asarray(CNNOnsetProcessor().processors[0](signal))[7:-7]
    # Below -80 dB the logarithm shows the rounding of single precision.
    audible = theirs > np.log(1e-2)
    assert audible.mean() > 0.5
    np.testing.assert_allclose(ours.onsets[audible], theirs[audible], atol=1e-3)
    key = signal
    for processor in CNNKeyRecognitionProcessor().processors[:4]:
        key = processor(key)
    np.testing.assert_allclose(ft.key_features(samples), np.asarray(key), atol=1e-4)
