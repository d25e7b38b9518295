import torch.nn.functional as F
from torch import nn

from parts.key_scan import key_scan
from parts.rms_norm import RMSNorm


class Gla(nn.Module):
    """Gated linear attention (Yang et al. 2023): (B, L, D) -> (B, L, D). Each key of a head has its own decay."""

    def __init__(self, d_model, heads, expand_k, expand_v, gate_rank, gate_norm):
        super().__init__()
        self.chunk = 16
        self.heads, self.gate_norm = heads, gate_norm
        keys, values = (heads * max(1, int(expand * d_model / heads)) for expand in (expand_k, expand_v))
        self.q_proj = nn.Linear(d_model, keys, bias=False)
        self.k_proj = nn.Linear(d_model, keys, bias=False)
        self.v_proj = nn.Linear(d_model, values, bias=False)
        self.g_proj = nn.Linear(d_model, values, bias=False)
        self.gk_proj = nn.Sequential(nn.Linear(d_model, gate_rank, bias=False), nn.Linear(gate_rank, keys))
        self.g_norm_swish_gate = RMSNorm(values // heads, 1e-5)
        self.o_proj = nn.Linear(values, d_model, bias=False)

    def forward(self, x):
        log_a = F.logsigmoid(self.gk_proj(x)) / self.gate_norm
        q, k, v, log_a = (
            part.unflatten(-1, (self.heads, -1)) for part in (self.q_proj(x), self.k_proj(x), self.v_proj(x), log_a)
        )
        y = key_scan(q / q.shape[-1] ** 0.5, k, v, log_a, self.chunk)
        return self.o_proj(self.g_norm_swish_gate(y).flatten(-2) * F.silu(self.g_proj(x)))
