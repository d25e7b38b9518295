import torch
import torch.nn.functional as F
from torch import nn

from parts.linear_scan import linear_scan


class BlockLinear(nn.Module):
    """A linear layer of blocks, weight (block, in, out): (B, L, W) -> (B, L, W)."""

    def __init__(self, blocks, width):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(blocks, width // blocks, width // blocks))
        self.b = nn.Parameter(torch.zeros(blocks, width // blocks))

    def forward(self, x):
        blocks = x.unflatten(-1, self.b.shape).unsqueeze(-2)
        return ((blocks @ self.w).squeeze(-2) + self.b).flatten(-2)


class TapsFirstConv(nn.Module):
    """A causal convolution over K tokens, each channel by itself, weight (K, W): (B, L, W) -> (B, L, W)."""

    def __init__(self, taps, width):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(taps, width))
        self.b = nn.Parameter(torch.zeros(width))

    def forward(self, x):
        taps = self.w.shape[0]
        padded = F.pad(x, (0, 0, taps - 1, 0))
        return self.b + sum(self.w[k] * padded[:, k : k + x.shape[1]] for k in range(taps))


class RgLruGates(nn.Module):
    """u (B, L, W) -> a and b of h = a h + b: ln a = -8 r softplus(a_param), b = sqrt(1 - a^2) i u, without the root at the first token."""

    def __init__(self, blocks, width):
        super().__init__()
        self.input_gate = BlockLinear(blocks, width)
        self.a_gate = BlockLinear(blocks, width)
        self.a_param = nn.Parameter(torch.zeros(width))

    def forward(self, u):
        log_a = -8 * self.a_gate(u).sigmoid() * F.softplus(self.a_param)
        inputs = self.input_gate(u).sigmoid() * u
        # expm1 keeps the digits of 1 - a^2 near a = 1. The slope of the root is at most 1000.
        scale = (-torch.expm1(2 * log_a[:, 1:])).clamp(min=2.5e-7).sqrt()
        return log_a.exp(), torch.cat([inputs[:, :1], scale * inputs[:, 1:]], 1)


class RgLru(nn.Module):
    """The recurrent block of Griffin (De et al. 2024) as in recurrentgemma: (B, L, D) -> (B, L, D)."""

    def __init__(self, d_model, heads, expand, kernel):
        super().__init__()
        width = int(expand * d_model)
        self.chunk = 32
        self.linear_x = nn.Linear(d_model, width)
        self.linear_y = nn.Linear(d_model, width)
        self.conv_1d = TapsFirstConv(kernel, width)
        self.rg_lru = RgLruGates(heads, width)
        self.linear_out = nn.Linear(width, d_model)

    def forward(self, x):
        a, b = self.rg_lru(self.conv_1d(self.linear_x(x)))
        h = linear_scan(a, b, self.chunk)
        return self.linear_out(h * F.gelu(self.linear_y(x), approximate="tanh"))
