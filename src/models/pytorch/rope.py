import math

import torch


def turns(positions, width, base=10000.0):
    """Angles (L, ceil(width / 2)) of pairs of elements; pair i turns by base^(-2i / width) a position (Vaswani et al. 2017)."""
    pairs = torch.arange(math.ceil(width / 2), dtype=torch.float64, device=positions.device)
    return positions.double().unsqueeze(-1) * base ** (-2 * pairs / width)


def rotated(x, base=10000.0):
    """Rotary positions (Su et al. 2021) of x (B, heads, L, d): element i turns with element i + d / 2. The middle of an odd d stays."""
    d, half = x.shape[-1], math.ceil(x.shape[-1] / 2)
    angles = turns(torch.arange(x.shape[-2], device=x.device), d, base)[:, : d - half]
    cos, sin = angles.cos().to(x.dtype), angles.sin().to(x.dtype)
    a, middle, b = x[..., : d - half], x[..., d - half : half], x[..., half:]
    return torch.cat([a * cos - b * sin, middle, b * cos + a * sin], -1)


def faded(x, sign):
    """xPos (Sun et al. 2022) of queries (sign 1) or keys (-1), x (B, heads, L, d): scores fall with the distance. Goes before `rotated`."""
    d, half = x.shape[-1], math.ceil(x.shape[-1] / 2)
    positions = torch.arange(x.shape[-2], dtype=torch.float64, device=x.device).clamp(max=32768)
    pairs = torch.arange(d, dtype=torch.float64, device=x.device) % half
    shares = (2 * pairs / d + 0.4) / 1.4
    return x * (shares ** (sign * positions.unsqueeze(-1) / 512)).to(x.dtype)
