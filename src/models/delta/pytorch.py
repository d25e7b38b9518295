import math

import torch
import torch.nn.functional as F
from torch import nn

from parts.delta_scan import delta_scan
from parts.rms_norm import RMSNorm
from parts.short_conv import ShortConv


def unit(x):
    return x * torch.rsqrt(x.pow(2).sum(-1, keepdim=True) + 1e-6)


class DeltaRule(nn.Module):
    """A matrix for each head, written to by the delta rule (Yang et al. 2024): (B, L, D) -> (B, L, D)."""

    def __init__(self, d_model, heads, head_dim, expand_v, kernel, decay, gate, neg_eigval, householder):
        super().__init__()
        self.chunk = 32
        self.heads, self.writes, self.most = heads, householder, 2 if neg_eigval else 1
        keys, values = heads * head_dim, heads * head_dim * expand_v
        self.q_proj = nn.Linear(d_model, keys, bias=False)
        self.k_proj = nn.Linear(d_model, householder * keys, bias=False)
        self.v_proj = nn.Linear(d_model, householder * values, bias=False)
        self.b_proj = nn.Linear(d_model, householder * heads, bias=False)
        if decay:
            self.a_proj = nn.Linear(d_model, heads, bias=False)
            self.A_log = nn.Parameter(torch.zeros(heads))
            self.dt_bias = nn.Parameter(torch.zeros(heads))
        self.q_conv1d = ShortConv(keys, kernel, bias=False)
        self.k_conv1d = ShortConv(householder * keys, kernel, bias=False)
        self.v_conv1d = ShortConv(householder * values, kernel, bias=False)
        if gate:
            self.g_proj = nn.Linear(d_model, values, bias=False)
        self.o_norm = RMSNorm(head_dim * expand_v, 1e-5)
        self.o_proj = nn.Linear(values, d_model, bias=False)

    def forward(self, x):
        H, R = self.heads, self.writes
        q = unit(self.q_conv1d(self.q_proj(x)).unflatten(-1, (H, -1)))
        k = unit(self.k_conv1d(self.k_proj(x)).unflatten(-1, (R, H, -1)))
        v = self.v_conv1d(self.v_proj(x)).unflatten(-1, (R, H, -1))
        beta = self.most * torch.sigmoid(self.b_proj(x)).unflatten(-1, (R, H))
        log_a = x.new_zeros(*x.shape[:2], H)
        if hasattr(self, "a_proj"):
            log_a = -self.A_log.exp() * F.softplus(self.a_proj(x) + self.dt_bias)
        y = self.o_norm(delta_scan(q / math.sqrt(q.shape[-1]), k, v, beta, log_a, self.chunk)).flatten(-2)
        return self.o_proj(y * F.silu(self.g_proj(x)) if hasattr(self, "g_proj") else y)
