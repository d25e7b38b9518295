import math

import torch
import torch.nn.functional as F
from torch import nn

from parts.erase_scan import erase_scan


class Rwkv7(nn.Module):
    """Time mixing of RWKV-7 (Peng et al. 2025): (B, L, D) -> (B, L, D). A matrix for each head, with one key to erase and one to write."""

    def __init__(self, d_model, heads, decay_rank, a_rank, gate_rank):
        super().__init__()
        self.chunk = 16
        self.heads = heads
        for name in ("x_r", "x_w", "x_k", "x_v", "x_a", "x_g", "w0", "a0", "k_k", "k_a"):
            setattr(self, name, nn.Parameter(torch.zeros(1, 1, d_model)))
        for name, rank in (("w", decay_rank), ("a", a_rank), ("g", gate_rank)):
            setattr(self, name + "1", nn.Parameter(torch.zeros(d_model, rank)))
            setattr(self, name + "2", nn.Parameter(torch.zeros(rank, d_model)))
        self.r_k = nn.Parameter(torch.zeros(heads, d_model // heads))
        self.receptance = nn.Linear(d_model, d_model, bias=False)
        self.key = nn.Linear(d_model, d_model, bias=False)
        self.value = nn.Linear(d_model, d_model, bias=False)
        self.output = nn.Linear(d_model, d_model, bias=False)
        self.ln_x = nn.GroupNorm(heads, d_model, eps=64e-5)

    def forward(self, x):
        step = F.pad(x, (0, 0, 1, -1)) - x
        r = self.receptance(x + step * self.x_r)
        k = self.key(x + step * self.x_k)
        v = self.value(x + step * self.x_v)
        w = self.w0 + ((x + step * self.x_w) @ self.w1).tanh() @ self.w2
        a = (self.a0 + (x + step * self.x_a) @ self.a1 @ self.a2).sigmoid()
        gate = ((x + step * self.x_g) @ self.g1).sigmoid() @ self.g2
        log_decay = -math.exp(-0.5) * w.sigmoid()
        r, k, v, a, log_decay, read, k_a = (
            part.unflatten(-1, (self.heads, -1)) for part in (r, k, v, a, log_decay, k * self.k_k, self.k_a)
        )
        read = F.normalize(read, dim=-1, eps=1e-12)
        k = k * (1 + (a - 1) * k_a)
        y = erase_scan(r, read, read * a, k, v, log_decay, self.chunk)
        y = self.ln_x(y.flatten(0, 1).flatten(1)).view(x.shape)
        y = y + ((r * k * self.r_k).sum(-1, keepdim=True) * v).flatten(-2)
        return self.output(y * gate)
