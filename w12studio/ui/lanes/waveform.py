"""The waveform: from the peak pyramid, from the samples, down to single samples with the curve they stand for."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, QThread
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QMenu

from w12studio.domain.peaks import BASE_BLOCK, sample_columns
from w12studio.domain.timebase import seconds_to_samples
from w12studio.service import SharedAudio
from w12studio.ui import bands
from w12studio.ui.lane_options import add_choices
from w12studio.ui.lanes.base import Lane, LaneContext, Tick
from w12studio.ui.loudness import MeanSquares, mean_squares
from w12studio.ui.raster import paint_columns, with_alpha
from w12studio.ui.recording_pass import RecordingPass
from w12studio.ui.summary import channels_text
from w12studio.ui.texts import later, tr, translated
from w12studio.ui.theme import Theme

SINC_TAPS = 64
DOT_PX = 4.0
MIXED, SEPARATE = "mixed", "separate"
COLOURS = {"plain": later("Plain"), "bands": later("Three bands: low, mid, high")}


def reconstructed(samples: NDArray[np.floating], first: int, positions: NDArray[np.floating]) -> NDArray[np.float32]:
    """The band-limited curve through samples, by a Lanczos-windowed sinc of `SINC_TAPS` taps.

    Parameters
    ----------
    samples : ndarray, shape (n, channels)
        Samples ``first .. first + n`` of the recording; what lies outside counts as 0.
    first : int
    positions : ndarray, shape (m,)
        Sample positions, fractions allowed.

    Returns
    -------
    ndarray of float32, shape (m, channels)
    """
    half = SINC_TAPS // 2
    padded = np.pad(samples, ((half, half), (0, 0)))
    base = np.floor(positions).astype(np.int64)
    taps = np.arange(1 - half, half + 1)
    fraction = positions - base
    distance = np.pi * (fraction[:, None] - taps)
    there = np.abs(distance) < 1e-9
    distance[there] = 1.0
    # sinc(d) sinc(d / half), with one sine an element: that of the fraction only changes its sign from tap to tap
    weights = np.sin(np.pi * fraction)[:, None] * (1 - 2 * (taps % 2)) * np.sin(distance / half) * half / distance**2
    weights[there] = 1.0
    index = np.clip(base[:, None] + taps - first + half, 0, padded.shape[0] - 1)
    return np.einsum("mt,mtc->mc", weights, padded[index]).astype(np.float32)


class WaveformLane(Lane):
    """Min and max a pixel column; each channel in its own row, or all of them over each other."""

    name = "waveform"
    title = later("Waveform")
    kinds = ("audio",)
    default_height = 190
    min_height = 56
    has_value_zoom = True

    def __init__(self, context: LaneContext) -> None:
        super().__init__(context)
        self.channel_mode = MIXED
        self._block_first = 0
        self._block: NDArray[np.float32] | None = None
        self._squares: MeanSquares | None = None
        self._thread: RecordingPass | None = None
        self._audio: SharedAudio | None = None
        self.colours = "plain"
        self.bands = bands.Bands()
        self.bands.ready.connect(self.invalidate)

    def refresh(self) -> None:
        """The recording, its peaks or its audio changed."""
        self._block = None
        audio = self.context.session.audio
        if audio is not self._audio:
            self.shutdown()
            self._audio, self._squares = audio, None
            if audio is not None:
                self._thread = RecordingPass(audio, mean_squares)
                self._thread.done.connect(self._take_squares)
                self._thread.start(QThread.Priority.LowPriority)
        self.bands.want(audio if self.colours == "bands" else None)
        super().refresh()

    def shutdown(self) -> None:
        """See `Lane.shutdown`."""
        self.bands.shutdown()
        if self._thread is not None:
            self._thread.done.disconnect(self._take_squares)
            self._thread.stop()
            self._thread = None

    def _take_squares(self, audio: SharedAudio, squares: MeanSquares) -> None:
        if audio is not self._audio:  # it was on its way as another recording was opened
            return
        self._squares = squares
        self.invalidate()

    def set_channel_mode(self, mode: str) -> None:
        """``"mixed"``: all channels over each other; ``"separate"``: a row each."""
        self.channel_mode = SEPARATE if mode == SEPARATE else MIXED
        self.invalidate()
        self.axis_changed.emit()

    def set_colours(self, name: str) -> None:
        """``"plain"``, or ``"bands"``: low, mid and high frequencies, each in its colour."""
        self.colours = name if name in COLOURS else self.colours
        self.bands.want(self._audio if self.colours == "bands" else None)
        self.invalidate()

    def fill_menu(self, menu: QMenu) -> None:
        """See `Lane.fill_menu`."""
        modes = {MIXED: tr("Channels over each other"), SEPARATE: tr("A row for each channel")}
        for mode, text in modes.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(mode == self.channel_mode)
            action.triggered.connect(lambda _=False, m=mode: self.set_channel_mode(m))
        add_choices(menu, tr("Colours"), COLOURS, self.colours, self.set_colours)

    def state(self) -> dict[str, object]:
        """See `Lane.state`."""
        return {**super().state(), "channel_mode": self.channel_mode, "colours": self.colours}

    def restore(self, state: dict[str, object]) -> None:
        """See `Lane.restore`."""
        super().restore(state)
        self.set_channel_mode(str(state.get("channel_mode", self.channel_mode)))
        self.set_colours(str(state.get("colours")))

    @property
    def n_rows(self) -> int:
        """Rows in the lane."""
        peaks = self.context.session.peaks
        return peaks.channels if peaks is not None and self.channel_mode == SEPARATE else 1

    def _rows(self) -> list[tuple[float, float]]:
        """Centre and half height of each row in logical pixels."""
        row = (self.height - 1) / self.n_rows
        return [(row * (i + 0.5), row / 2 - 3) for i in range(self.n_rows)]

    # -- what is under a point ---------------------------------------------------------------------------------

    def subtitle(self) -> str:
        """See `Lane.subtitle`."""
        analysis = self.context.session.analysis
        if analysis is None or not analysis.sample_rate:
            return ""
        channels = channels_text(analysis.audio.channels)
        return f"{analysis.sample_rate / 1000:g} kHz {channels}"

    def axis_ticks(self) -> list[Tick]:
        """Full scale and half of it, in dB."""
        ticks = []
        for centre, half in self._rows():
            top_db = -20 * np.log10(self.value_zoom)
            labels = [(half, top_db), (half / 2, top_db - 6.02)] if half > 40 else [(half, top_db)]
            for reach, level in labels:
                text = f"{level:+.0f}" if abs(level) > 0.5 else "0 dB"
                ticks += [Tick(centre - reach, text), Tick(centre + reach, "", 0.5)]
            ticks.append(Tick(centre, "−∞" if half > 40 else "", 0.5))
        return ticks

    def describe(self, time: float, y: float) -> str:
        """Amplitude at a time, of the channel under the pointer."""
        session = self.context.session
        if session.analysis is None or not 0 <= time <= session.duration:
            return ""
        if session.audio is None:
            return tr("decoding…")
        index = int(seconds_to_samples(time, session.audio.sample_rate))
        values = session.audio.read(index, index + 1)
        if values.size == 0:
            return ""
        row = min(int(y / max(self.height, 1) * self.n_rows), self.n_rows - 1)
        value = float(values[0, row]) if self.n_rows > 1 else float(values[0].mean())
        level = f"{20 * np.log10(abs(value)):.1f} dB" if abs(value) > 1e-6 else "−∞ dB"
        text = f"{value:+.4f} ({level})"
        if self.bands.pyramid is None:
            return text
        amplitudes = bands.levels(self.bands.pyramid, index, 1.0, 1)[0]
        told = (
            f"{translated(name)} {20 * np.log10(max(a, 1e-5)):.0f} dB"
            for name, a in zip(bands.BANDS, amplitudes, strict=True)
        )
        return f"{text}\n{' · '.join(told)}"

    # -- painting ----------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, theme: Theme, dpr: float) -> None:
        """See `Lane.draw`."""
        session, view = self.context.session, self.frame.view
        if session.analysis is None:
            return
        if session.peaks is None:
            self._draw_pending(painter, theme, 0.0)
            self.draw_hint(painter, theme, tr("Reading the file…"))
            return
        for centre, _half in self._rows():
            painter.fillRect(QRectF(0, round(centre), self.frame.width, 1), theme.grid)
        rate = session.analysis.sample_rate
        step = view.seconds_per_px * rate / dpr
        start = view.start * rate
        if step < 1.0 and session.audio is not None:
            self._draw_samples(painter, theme, dpr, start, step)
        else:
            self._draw_columns(theme, dpr, start, step)
        if session.peaks.n_blocks * BASE_BLOCK < session.analysis.audio.n_samples:
            self._draw_pending(painter, theme, session.peaks.n_blocks * BASE_BLOCK / rate)

    def layout(self) -> object:
        """See `Lane.layout`; a dotted line and a curve through dots do not scroll."""
        session, view = self.context.session, self.context.viewport
        if session.analysis is None or session.peaks is None or not session.audio:
            return None
        return "columns" if view.seconds_per_px * session.analysis.sample_rate >= 8 else None

    def columns(self, start: float, step: float, n_columns: int) -> NDArray[np.float32]:
        """Min and max of device pixel columns, shape (n_columns, channels, 2); NaN where nothing is known.

        Parameters
        ----------
        start : float
            Sample at the left edge.
        step : float
            Samples a column.
        n_columns : int
        """
        session = self.context.session
        assert session.peaks is not None
        if step >= BASE_BLOCK or session.audio is None:
            return session.peaks.columns(start, step, n_columns)
        first, last = int(np.floor(start)) - 1, int(np.ceil(start + step * n_columns)) + 1
        samples, first = self._samples(first, last)
        return sample_columns(samples, first, start, step, n_columns)

    def _rms(self, start: float, step: float, n_columns: int) -> NDArray[np.float32] | None:
        """Root mean squares of the same columns, shape (n_columns, channels); None while they are not known."""
        if self._squares is None or step >= BASE_BLOCK:
            return None if self._squares is None else self._squares.rms(start, step, n_columns)
        if self.context.session.audio is None:  # a recording whose analysis was given up
            return None
        samples, first = self._samples(int(np.floor(start)) - 1, int(np.ceil(start + step * n_columns)) + 1)
        return MeanSquares.of_samples(samples, first).rms(start, step, n_columns) if step >= 8 else None

    def _samples(self, first: int, last: int) -> tuple[NDArray[np.float32], int]:
        """Samples that hold ``first .. last``, and where they begin; some more are read, for the next pan."""
        audio = self.context.session.audio
        assert audio is not None
        first, last = max(first, 0), min(last, audio.n_samples)
        have = self._block
        if have is None or first < self._block_first or last > self._block_first + have.shape[0]:
            margin = (last - first) // 2
            self._block_first = max(first - margin, 0)
            have = self._block = audio.read(self._block_first, last + margin)
        begin = first - self._block_first
        return have[begin : begin + max(last - first, 0)], first

    def _split(self, values: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """Columns of each row, shape (n_columns, 2) each."""
        if self.n_rows > 1:
            return [values[:, c] for c in range(values.shape[1])]
        if values.shape[1] == 1:
            return [values[:, 0]]
        return [np.stack([values[:, :, 0].min(axis=1), values[:, :, 1].max(axis=1)], axis=1)]

    def _draw_columns(self, theme: Theme, dpr: float, start: float, step: float) -> None:
        """Peaks, and inside them the body of the sound or the shares of the bands; where columns are lines rather
        than bodies, each has the colour of its mixture."""
        n_columns = self.frame.n_columns
        values = self.columns(start, step, n_columns)
        pyramid = self.bands.pyramid
        known = None if pyramid is None else bands.levels(pyramid, start, step, n_columns)
        rms = self._rms(start, step, n_columns) if known is None else None
        ink = theme.waveform if known is None else theme.band_low
        inks = ink if known is None or step >= BASE_BLOCK else bands.blend(known, _band_inks(theme))
        for row, ((centre, half), column) in enumerate(zip(self._rows(), self._split(values), strict=True)):
            low, high = column[:, 0], column[:, 1]
            joined_low, joined_high = low.copy(), high.copy()
            joined_low[1:] = np.fmin(low[1:], high[:-1])  # neighbours touch: a steep slope has no holes
            joined_high[1:] = np.fmax(high[1:], low[:-1])
            joined_low[np.isnan(low)] = np.nan
            top, rows = round((centre - half) * dpr), round(2 * half * dpr)
            scale = half * self.value_zoom * dpr
            middle = centre * dpr - top
            upper, lower = middle - joined_high * scale, middle - joined_low * scale
            thin = np.maximum(dpr - (lower - upper), 0) / 2
            pixels = self.frame.pixels[top : top + rows]
            paint_columns(pixels, upper - thin, lower + thin, inks)
            if rms is not None:  # the body of the sound, inside its peaks
                reach = (rms[:, row] if self.n_rows > 1 else rms.max(axis=1)) * scale
                body = np.maximum(middle - reach, upper), np.minimum(middle + reach, lower)
                paint_columns(pixels, *body, theme.waveform_rms)
            elif known is not None and step >= BASE_BLOCK:
                part = bands.shares(known)
                for share, inner in ((part[:, 1] + part[:, 2], theme.band_mid), (part[:, 2], theme.band_high)):
                    zero = np.clip(middle, upper, lower)
                    paint_columns(pixels, zero - (zero - upper) * share, zero + (lower - zero) * share, inner)
            self._draw_clipping(theme, dpr, top, np.fmax(np.abs(low), np.abs(high)))

    def _draw_clipping(self, theme: Theme, dpr: float, top: int, level: NDArray[np.floating]) -> None:
        """A red tick over columns that go beyond full scale."""
        self.frame.pixels[top : top + round(3 * dpr), level > 1.0] = theme.danger.rgb()

    def _draw_samples(self, painter: QPainter, theme: Theme, dpr: float, start: float, step: float) -> None:
        """The curve, and a dot a sample where there is room: ``step`` samples a device pixel, below 1."""
        n_columns = self.frame.n_columns + 1
        first, last = int(np.floor(start)) - SINC_TAPS, int(np.ceil(start + step * n_columns)) + SINC_TAPS
        samples, first = self._samples(first, last)
        if samples.shape[0] == 0:
            return
        columns = np.arange(n_columns)
        positions = start + step * columns
        curve = reconstructed(samples, first, positions)
        audio = self.context.session.audio
        assert audio is not None
        curve[(positions < 0) | (positions > audio.n_samples - 1)] = np.nan
        dots = np.arange(max(int(np.ceil(start)), 0), min(int(start + step * n_columns) + 1, audio.n_samples))
        dot_x = (dots - start) / step / dpr
        dot_values = samples[dots - first]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, (centre, half) in enumerate(self._rows()):
            painter.setClipRect(QRectF(0, centre - half - 2, self.width, 2 * half + 4))
            channels = range(curve.shape[1]) if self.n_rows == 1 else [row]
            for channel in channels:
                colour = with_alpha(theme.waveform, 1.0 if channel == channels[0] else 0.55)
                painter.setPen(QPen(colour, 1.4))
                y = centre - curve[:, channel].astype(float) * half * self.value_zoom
                painter.drawPath(pg.arrayToQPath(columns / dpr, y, connect="finite"))
                if 1 / step / dpr >= DOT_PX:
                    reach = half * self.value_zoom
                    self._draw_dots(painter, colour, dot_x, centre - dot_values[:, channel].astype(float) * reach)
        painter.restore()

    def _draw_dots(self, painter: QPainter, colour: QColor, x: NDArray[np.floating], y: NDArray[np.floating]) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        radius = 2.0 if x.size > 100 else 3.0
        for px, py in zip(x.tolist(), y.tolist(), strict=True):
            painter.drawEllipse(QPointF(px, py), radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_pending(self, painter: QPainter, theme: Theme, known_s: float) -> None:
        """The part that has not been decoded yet: a darker ground with a dotted middle line."""
        view = self.frame.view
        left = max(view.time_to_px(known_s), 0.0)
        right = min(view.time_to_px(view.duration), self.frame.width)
        if right <= left:
            return
        painter.fillRect(QRectF(left, 0, right - left, self.height - 1), theme.surface)
        painter.setPen(QPen(theme.text_muted, 1, Qt.PenStyle.DotLine))
        for centre, _half in self._rows():
            painter.drawLine(QPointF(left, centre), QPointF(right, centre))


def _band_inks(theme: Theme) -> NDArray[np.float32]:
    """Colours of the bands, shape (3, 3), 0..255."""
    return np.array([c.getRgb()[:3] for c in (theme.band_low, theme.band_mid, theme.band_high)], dtype=np.float32)
