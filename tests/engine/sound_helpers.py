"""Recordings and measurements for the tests of what is heard."""

import numpy as np

from w12studio.engine.store import SharedAudio

RATE = 44_100


def store(folder, samples, rate=RATE):
    """A decoded recording of samples of shape (n,) or (n, channels)."""
    samples = np.asarray(samples, dtype=np.float32)
    samples = samples[:, None] if samples.ndim == 1 else samples
    path = folder / f"{abs(hash(samples.tobytes()))}.f32"
    samples.tofile(path)
    return SharedAudio(str(path), rate, samples.shape[1], samples.shape[0])


def sine(hz, seconds, rate=RATE, peak=0.4):
    """A sine, shape (n,)."""
    return peak * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)


def bursts(places, n, rate=RATE):
    """Decaying noise at samples of a faint noise, shape (n,)."""
    rng = np.random.default_rng(0)
    burst = rng.normal(size=400) * np.exp(-np.arange(400) / 80) * 0.3
    out = 0.001 * rng.normal(size=n)
    for place in places:
        out[place : place + 400] += burst[: max(n - place, 0)]
    return out


def peak_hz(wave, rate=RATE):
    """The strongest frequency, in Hz, by a parabola through the spectrum's peak."""
    spectrum = np.log(np.abs(np.fft.rfft(wave * np.hanning(wave.size), 4 * wave.size)) + 1e-12)
    k = int(np.argmax(spectrum))
    a, b, c = spectrum[k - 1 : k + 2]
    return (k + 0.5 * (a - c) / (a - 2 * b + c)) * rate / (4 * wave.size)


def roughness(wave):
    """The largest second difference: a click stands out of it."""
    return float(np.abs(np.diff(wave, 2)).max())
