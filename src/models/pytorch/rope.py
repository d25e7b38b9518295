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
