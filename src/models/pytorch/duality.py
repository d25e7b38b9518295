import torch
import torch.nn.functional as F
from torch import nn

from parts.level_scan import level_scan
from parts.matrix_scan import matrix_scan
from parts.short_conv import ShortConv


class GatedNorm(nn.Module):
    """x / rms(x) times a weight, with a mean square for each group of columns: (..., E) -> (..., E)."""

    def __init__(self, width, groups):
        super().__init__()
        self.groups = groups
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        grouped = x.unflatten(-1, (self.groups, -1))
        scale = torch.rsqrt(grouped.pow(2).mean(-1, keepdim=True) + 1e-5)
        return (grouped * scale).flatten(-2) * self.weight


class Duality(nn.Module):
    """Mamba-2 (Dao and Gu 2024): (B, L, D) -> (B, L, D). One decay for each head; groups of heads share B and C. `levels`: of the past."""

    def __init__(self, d_model, d_state, heads, expand, ngroups, kernel, levels):
        super().__init__()
        self.chunk = 32
        E, bc = expand * d_model, ngroups * d_state
        self.heads, self.groups, self.levels, self.widths = heads, ngroups, levels, [E, bc, bc]
        self.in_proj = nn.Linear(d_model, 2 * E + 2 * bc + heads * (1 + levels), bias=False)
        self.conv1d = ShortConv(E + 2 * bc, kernel)
        self.dt_bias = nn.Parameter(torch.zeros(heads))
        self.A_log = nn.Parameter(torch.zeros(heads))
        if levels:
            self.L = nn.Parameter(torch.ones(heads, levels))
        self.D = nn.Parameter(torch.ones(heads))
        self.norm = GatedNorm(E, ngroups)
        self.out_proj = nn.Linear(E, d_model, bias=False)

    def forward(self, x):
        E, H = self.widths[0], self.heads
        z, xBC, dt, dl = self.in_proj(x).split([E, sum(self.widths), H, H * self.levels], -1)
        x, k, q = self.conv1d(xBC).split(self.widths, -1)
        dt = F.softplus(dt + self.dt_bias)
        v = x.unflatten(-1, (H, -1))
        k, q = (part.unflatten(-1, (self.groups, -1)).repeat_interleave(H // self.groups, 2) for part in (k, q))
        written, log_a = v * dt.unsqueeze(-1), -self.A_log.exp() * dt
        if self.levels:
            y = level_scan(q, k, written, log_a, F.softplus(self.L * dl.unflatten(-1, (H, self.levels))))
        else:
            y = matrix_scan(q, k, written, log_a, self.chunk)
        y = (y + self.D.unsqueeze(-1) * v).flatten(-2)
        return self.out_proj(self.norm(y * F.silu(z)))
