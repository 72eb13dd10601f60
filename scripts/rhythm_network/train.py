"""Train the rhythm network on what `dataset.py` made, and write its weights.

    python scripts/rhythm_network/train.py DATA models/rhythm.npz [--dev FOLDER] [--minutes 40]

Needs PyTorch, which the program itself does not. A temporal convolutional network (Davies, Böck: Temporal
convolutional networks for musical audio beat tracking, EUSIPCO 2019; with tempo as a second task: Böck, Davies,
Knees, ISMIR 2019) over the spectra and activations of madmom's downbeat networks at 50 frames a second.
"""

from __future__ import annotations

import argparse
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

CHANNELS, KERNEL, DILATIONS = 64, 5, (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
DROP = 0.08
SLOWEST_BPM, FASTEST_BPM, TEMPI = 25.0, 340.0, 72
METERS = (2, 3, 4, 5, 6, 7)
CROP = 2000
#: Columns of `RhythmFeatures.downbeats` that are spectra; the others are their rises.
SPECTRA = [*range(21), *range(42, 87), *range(132, 223)]


def reduce(features: np.ndarray, activations: np.ndarray) -> np.ndarray:
    """Inputs of the network, shape (n // 2, 318): means of spectra, highest rises, logits of both frames."""
    n = features.shape[0] // 2
    pairs = features[: 2 * n].astype(np.float32).reshape(n, 2, -1)
    out = pairs.max(axis=1)
    out[:, SPECTRA] = pairs[:, :, SPECTRA].mean(axis=1)
    p = np.clip(activations[: 2 * n].astype(np.float32), 1e-3, 1 - 1e-3)
    return np.concatenate([out, np.log(p / (1 - p)).reshape(n, 4) / 3.0], axis=1)


def truth(beats: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Targets for (2 n, 2) beats and downbeats, (n,) tempo bins and (n,) meters; -1 where unknown."""
    frames = np.rint(beats[:, 0] * 100).astype(int)
    target = np.zeros((2 * n, 2), np.float32)
    for shift, value in ((2, 0.2), (-2, 0.2), (1, 0.55), (-1, 0.55), (0, 1.0)):
        for column, kept in ((0, frames), (1, frames[beats[:, 1] == 1])):
            at = kept + shift
            target[at[(at >= 0) & (at < 2 * n)], column] = value
    tempo = np.full(n, -1.0, np.float32)
    meter = np.full(n, -1, np.int64)
    if frames.size < 2:
        return target, tempo, meter
    periods = np.diff(beats[:, 0])
    smooth = np.array([np.median(periods[max(0, i - 2) : i + 3]) for i in range(periods.size)])
    for i, (start, stop) in enumerate(pairwise(frames)):
        tempo[max(0, start // 2) : stop // 2] = bin_of(60.0 / smooth[i])
        meter[max(0, start // 2) : stop // 2] = int(beats[i, 2]) - 2 if 2 <= beats[i, 2] <= 7 else -1
    return target, tempo, meter


def bin_of(bpm: float) -> float:
    return float(np.clip(np.log(bpm / SLOWEST_BPM) / np.log(FASTEST_BPM / SLOWEST_BPM), 0, 1) * (TEMPI - 1))


class Block(nn.Module):
    """Normalise, look around at a dilation, and add. (batch, n, channels) as matrix products, which are ten times
    faster here than PyTorch's dilated convolutions."""

    def __init__(self, dilation: int) -> None:
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(CHANNELS)
        self.wide = nn.Linear(KERNEL * CHANNELS, CHANNELS)
        self.mix = nn.Linear(CHANNELS, CHANNELS)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        around = shifted(self.norm(x), self.dilation)
        out = self.mix(functional.elu(self.wide(around)))
        if self.training:  # whole channels go
            out = out * (torch.rand(x.shape[0], 1, CHANNELS) > DROP) / (1 - DROP)
        return x + out


def shifted(x: torch.Tensor, dilation: int) -> torch.Tensor:
    """(batch, n, c) -> (batch, n, 5 c): each frame with those at -2, -1, 1 and 2 dilations from it."""
    reach = dilation * (KERNEL // 2)
    padded = functional.pad(x, (0, 0, reach, reach))
    return torch.cat([padded[:, k * dilation : k * dilation + x.shape[1]] for k in range(KERNEL)], dim=2)


class Network(nn.Module):
    """(batch, n, 318) -> beats (batch, 2 n, 2), tempi (batch, n, 72), meters (batch, n, 6), all logits."""

    def __init__(self, n_inputs: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(n_inputs))
        self.register_buffer("scale", torch.ones(n_inputs))
        self.start = nn.Linear(n_inputs, CHANNELS)
        self.blocks = nn.ModuleList(Block(d) for d in DILATIONS)
        self.end = nn.LayerNorm(CHANNELS)
        self.beats = nn.Linear(CHANNELS, 4)
        self.rest = nn.Linear(CHANNELS, TEMPI + len(METERS))

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        x = functional.elu(self.start((x - self.mean) * self.scale))
        for block in self.blocks:
            x = block(x)
        x = functional.elu(self.end(x))
        rest = self.rest(x)
        return self.beats(x).reshape(x.shape[0], -1, 2), rest[..., :TEMPI], rest[..., TEMPI:]


def losses(
    network: Network, x: torch.Tensor, y: tuple[torch.Tensor, ...]
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    beats, tempi, meters = network(x)
    target, tempo, meter, known = y
    weight = 1 + 3 * target
    of_beats = functional.binary_cross_entropy_with_logits(beats, target, weight, reduction="none").sum(-1)
    of_beats = (of_beats * known).sum() / known.sum() * 10
    bins = torch.arange(TEMPI)
    near = torch.exp(-0.5 * ((bins - tempo[..., None]) / 1.2) ** 2)
    near = near / near.sum(-1, keepdim=True)
    has = (tempo >= 0).float()
    of_tempo = -((near * functional.log_softmax(tempi, -1)).sum(-1) * has).sum() / has.sum().clamp(min=1)
    of_meter = functional.cross_entropy(meters.reshape(-1, len(METERS)), meter.reshape(-1), ignore_index=-1)
    return of_beats, of_tempo, of_meter


def load(folder: Path) -> list[tuple[np.ndarray, tuple[np.ndarray, ...], str]]:
    out = []
    for path in sorted(folder.glob("*.npz")):
        try:
            data = np.load(path)
            x = reduce(data["features"], data["activations"]).astype(np.float16)
            out.append((x, truth(data["beats"], x.shape[0]), str(data["kind"])))
        except (OSError, ValueError, EOFError):
            continue
    return out


def batch(data: list, index: np.ndarray, rng: np.random.Generator) -> tuple[torch.Tensor, tuple[torch.Tensor, ...]]:
    xs, targets, tempi, meters, knowns = [], [], [], [], []
    for i in index:
        x, (target, tempo, meter), _ = data[i]
        start = int(rng.integers(0, max(1, x.shape[0] - CROP + 1)))
        part = slice(start, start + CROP)
        piece = x[part].astype(np.float32)
        missing = CROP - piece.shape[0]
        if rng.random() < 0.25:
            piece[:, -4:] = -2.3
        if rng.random() < 0.3:  # a band of the spectra goes
            width = int(rng.integers(4, 40))
            at = int(rng.integers(0, 314 - width))
            piece[:, at : at + width] = 0.0
        xs.append(np.pad(piece, ((0, missing), (0, 0))))
        targets.append(np.pad(target[2 * start : 2 * (start + CROP)], ((0, 2 * missing), (0, 0))))
        tempi.append(np.pad(tempo[part], (0, missing), constant_values=-1))
        meters.append(np.pad(meter[part], (0, missing), constant_values=-1))
        knowns.append(np.repeat(np.arange(CROP) < CROP - missing, 2).astype(np.float32))
    y = tuple(torch.from_numpy(np.stack(values)) for values in (targets, tempi, meters, knowns))
    return torch.from_numpy(np.stack(xs)), y


def check(network: Network, data: list) -> str:
    """Losses and rates of right tempi and meters, by kind."""
    network.eval()
    out: dict[str, list] = {}
    with torch.no_grad():
        for x, (target, tempo, meter), kind in data:
            xt = torch.from_numpy(x.astype(np.float32)[None])
            y = tuple(torch.from_numpy(v[None]) for v in (target, tempo, meter))
            parts = losses(network, xt, (*y, torch.ones(1, target.shape[0])))
            _, tempi, meters = network(xt)
            known = tempo >= 0
            if not known.any():
                peak = torch.sigmoid(network(xt)[0][0, :, 0]).numpy()
                out.setdefault(kind, []).append([float(parts[0]), peak.max(), np.percentile(peak, 99), peak.mean()])
                continue
            mean = functional.log_softmax(tempi[0], -1).numpy()[known].mean(0)
            right = abs(int(mean.argmax()) - np.median(tempo[known])) <= 2
            which = functional.log_softmax(meters[0], -1).numpy()[known].mean(0).argmax()
            same = which == np.bincount(meter[meter >= 0], minlength=6).argmax() if (meter >= 0).any() else False
            out.setdefault(kind, []).append([float(parts[0]), float(parts[1]), right, same])
    network.train()
    rows = {k: np.array(v, float).mean(0).round(3).tolist() for k, v in sorted(out.items())}
    return "  ".join(f"{k}: {v}" for k, v in rows.items())


def save(network: Network, path: Path) -> None:
    arrays = {k: v.numpy() for k, v in network.state_dict().items()}
    np.savez_compressed(path, **{k: v.astype(np.float16 if v.ndim > 1 else np.float32) for k, v in arrays.items()})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--dev", type=Path)
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    rng = np.random.default_rng(arguments.seed)
    data = load(arguments.data)
    order = np.random.default_rng(0).permutation(len(data))
    held = [data[i] for i in order[: len(data) // 14]]
    data = [data[i] for i in order[len(data) // 14 :]]
    dev = load(arguments.dev) if arguments.dev else []
    network = Network(data[0][0].shape[1])
    everything = np.concatenate([x[::7].astype(np.float32) for x, _, _ in data])
    network.mean.copy_(torch.from_numpy(everything.mean(0)))
    network.scale.copy_(torch.from_numpy(1 / (everything.std(0) + 0.02)))
    if arguments.start:
        kept = np.load(arguments.start)
        state = network.state_dict()
        network.load_state_dict(
            {k: torch.from_numpy(kept[k]).to(v.dtype) if k in kept else v for k, v in state.items()}
        )
    print(len(data), len(held), len(dev), sum(p.numel() for p in network.parameters()), flush=True)
    optimiser = torch.optim.AdamW(network.parameters(), arguments.rate, weight_decay=0.01)
    begin = time.monotonic()
    step, shown, average = 0, begin, np.zeros(3)
    while (spent := (time.monotonic() - begin) / 60) < arguments.minutes:
        for index in np.array_split(rng.permutation(len(data)), max(1, len(data) // arguments.batch)):
            spent = (time.monotonic() - begin) / 60
            share = min(1.0, spent / arguments.minutes)
            warm = min(1.0, (step + 1) / 100)
            for group in optimiser.param_groups:
                group["lr"] = arguments.rate * warm * (0.5 + 0.5 * np.cos(np.pi * share)) + 1e-6
            parts = losses(network, *batch(data, index, rng))
            total = parts[0] + 0.25 * parts[1] + 0.25 * parts[2]
            optimiser.zero_grad()
            total.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            step += 1
            average = 0.98 * average + 0.02 * np.array([float(p.detach()) for p in parts])
            if share >= 1:
                break
        if time.monotonic() - shown > 240 or share >= 1:
            shown = time.monotonic()
            print(f"{spent:.1f} min, step {step}, {average.round(3)}\n  held {check(network, held)}", flush=True)
            if dev:
                print(f"  dev {check(network, dev)}", flush=True)
            save(network, arguments.out)


if __name__ == "__main__":
    main()
