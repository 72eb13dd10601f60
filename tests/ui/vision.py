"""How colours look to people: differences, and what is left of them with other kinds of colour vision."""

import numpy as np

#: Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision deficiency",
#: IEEE TVCG 15 (2009): linear RGB, severity 1.0.
SIMULATIONS = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = _TO_XYZ.sum(axis=1)


def linear(colour):
    """Linear RGB 0..1 of a QColor, or of an array of sRGB 0..1."""
    rgb = np.array(colour.getRgbF()[:3]) if hasattr(colour, "getRgbF") else np.asarray(colour, float)
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(colour, vision="normal"):
    """CIE L*a*b* (D65) of a colour as it looks with a kind of colour vision."""
    seen = np.clip(linear(colour) @ SIMULATIONS[vision].T, 0, 1)
    t = seen @ _TO_XYZ.T / _WHITE
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = np.moveaxis(f, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def delta_e(a, b, vision="normal"):
    """CIE76 difference of two colours; 2.3 can just be noticed side by side."""
    return float(np.linalg.norm(lab(a, vision) - lab(b, vision), axis=-1))
