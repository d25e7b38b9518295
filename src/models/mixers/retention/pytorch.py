import torch
import torch.nn.functional as F
from torch import nn

from parts.matrix_scan import matrix_scan
from parts.rms_norm import RMSNorm
from parts.rope import rotated


class Retention(nn.Module):
    """Retention (Sun et al. 2023): (B, L, D) -> (B, L, D). Head h keeps 1 - 2^(-5 - h) of its state at each token."""

    def __init__(self, d_model, heads, expand_k, expand_v, rope_base):
        super().__init__()
        self.chunk = 32
        self.heads, self.base = heads, rope_base
        keys, values = (heads * max(1, int(expand * d_model / heads)) for expand in (expand_k, expand_v))
        self.q_proj = nn.Linear(d_model, keys, bias=False)
        self.k_proj = nn.Linear(d_model, keys, bias=False)
        self.v_proj = nn.Linear(d_model, values, bias=False)
        self.g_proj = nn.Linear(d_model, values, bias=False)
        self.g_norm_swish_gate = RMSNorm(values // heads, 1e-5)
        self.o_proj = nn.Linear(values, d_model, bias=False)

    def forward(self, x):
        q, k, v = (part.unflatten(-1, (self.heads, -1)) for part in (self.q_proj(x), self.k_proj(x), self.v_proj(x)))
        q, k = (rotated(part.transpose(1, 2), self.base).transpose(1, 2) for part in (q / q.shape[-1] ** 0.5, k))
        log_a = torch.log1p(-(2.0 ** (-5 - torch.arange(self.heads, device=x.device, dtype=x.dtype))))
        y = matrix_scan(q, k, v, log_a.expand(*x.shape[:2], -1), self.chunk)
        return self.o_proj(self.g_norm_swish_gate(y).flatten(-2) * F.silu(self.g_proj(x)))
