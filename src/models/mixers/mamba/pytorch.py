import math

import torch
import torch.nn.functional as F
from torch import nn

from parts.linear_scan import linear_scan
from parts.short_conv import ShortConv


class StepSizes(nn.Module):
    """Low-rank delta (B, L, R) -> (B, L, E), before the softplus. Of rank 0 the bias alone, the same for every token."""

    def __init__(self, rank, channels):
        super().__init__()
        if rank > 0:
            self.weight = nn.Parameter(torch.zeros(channels, rank))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, delta):
        if delta.shape[-1] == 0:
            return self.bias.expand(*delta.shape[:-1], -1)
        return F.linear(delta, self.weight, self.bias)


class Mamba(nn.Module):
    """
    Mamba (Gu and Dao 2023): (B, L, D) -> (B, L, D). Delta, B, and C depend on the token where `selective_...` says so; else they are
    learned vectors. `a_init` and `dt_min` set the first A and delta alone, which the weights hold.
    """

    def __init__(
        self, d_model, d_state, d_conv, expand, dt_rank, selective_dt, selective_B, selective_C, gate, a_init, dt_min
    ):
        super().__init__()
        self.chunk = 32
        E, N = expand * d_model, d_state
        R = math.ceil(d_model / 16) if dt_rank == "auto" else dt_rank
        self.R, self.N, self.gate = R if selective_dt else 0, N, gate
        # Of the token's columns delta, B, C.
        self.selective_B, self.selective_C = selective_B, selective_C
        width = self.R + N * selective_B + N * selective_C
        self.in_proj = nn.Linear(d_model, 2 * E if gate == "silu" else E, bias=False)
        self.conv1d = ShortConv(E, d_conv)
        if width > 0:
            self.x_proj = nn.Linear(E, width, bias=False)
        if not selective_B and not selective_C:
            self.BC = nn.Parameter(torch.ones(2 * N))
        elif not selective_B:
            self.B = nn.Parameter(torch.ones(N))
        elif not selective_C:
            self.C = nn.Parameter(torch.ones(N))
        self.dt_proj = StepSizes(self.R, E)
        self.A_log = nn.Parameter(torch.zeros(E, N))
        self.D = nn.Parameter(torch.ones(E))
        self.out_proj = nn.Linear(E, d_model, bias=False)

    def selected(self, u):
        """delta (B, L, R), and B and C, (B, L, N) or (N)."""
        columns = self.x_proj(u) if hasattr(self, "x_proj") else u[..., :0]
        if self.selective_B and self.selective_C:
            return columns.split([self.R, self.N, self.N], -1)
        if self.selective_B:
            return *columns.split([self.R, self.N], -1), self.C
        if self.selective_C:
            C, delta = columns.split([self.N, self.R], -1)
            return delta, self.B, C
        return columns, *self.BC.chunk(2)

    def forward(self, x):
        x, z = self.in_proj(x).chunk(2, -1) if self.gate == "silu" else (self.in_proj(x), None)
        u = self.conv1d(x)
        delta, B, C = self.selected(u)
        delta = F.softplus(self.dt_proj(delta))
        a = (delta.unsqueeze(-1) * -self.A_log.exp()).exp()
        h = linear_scan(a, (delta * u).unsqueeze(-1) * B.unsqueeze(-2), self.chunk)
        y = (h * C.unsqueeze(-2)).sum(-1) + self.D * u
        return self.out_proj(y if z is None else y * F.silu(z))
