import torch
import torch.nn.functional as F
from torch import nn

from parts.head_norm import HeadNorm
from parts.headwise_linear import HeadwiseLinear
from parts.matrix_scan import matrix_scan
from parts.short_conv import ShortConv


class MlstmCell(nn.Module):
    """q, k, v (B, L, E) -> (B, L, E). m, the logarithm of the largest weight so far, holds the exponential gates at most 1."""

    def __init__(self, heads, width, chunk):
        super().__init__()
        self.heads, self.chunk = heads, chunk
        self.igate = nn.Linear(3 * width, heads)
        self.fgate = nn.Linear(3 * width, heads)
        self.outnorm = HeadNorm(heads, width)

    def forward(self, q, k, v):
        seen = torch.cat([q, k, v], -1)
        i, f = self.igate(seen), F.logsigmoid(self.fgate(seen))
        kept = f.cumsum(1)
        # What is shown does not depend on m.
        m = (kept + (i - kept).cummax(1)[0]).detach()
        log_a = torch.cat([torch.zeros_like(f[:, :1]), f[:, 1:] + m[:, :-1] - m[:, 1:]], 1)
        q, k, v = (part.unflatten(-1, (self.heads, -1)) for part in (q, k, v))
        weight = ((i - m).exp() / q.shape[-1] ** 0.5).unsqueeze(-1)
        counted = torch.cat([v, torch.ones_like(v[..., :1])], -1)
        sums = matrix_scan(q, k, counted * weight, log_a, self.chunk)
        total = torch.maximum(sums[..., -1:].abs(), (-m).clamp(max=88).exp().unsqueeze(-1)) + 1e-6
        return self.outnorm((sums[..., :-1] / total).flatten(-2))


class Mlstm(nn.Module):
    """mLSTM (Beck et al. 2024) as in NX-AI/xlstm: (B, L, D) -> (B, L, D). A matrix for each head, which averages what it holds."""

    def __init__(self, d_model, heads, expand, kernel, qkv_block):
        super().__init__()
        E = int(expand * d_model)
        self.proj_up = nn.Linear(d_model, 2 * E, bias=False)
        self.conv1d = nn.ModuleDict({"conv": ShortConv(E, kernel)})
        self.q_proj = HeadwiseLinear(E // qkv_block, qkv_block)
        self.k_proj = HeadwiseLinear(E // qkv_block, qkv_block)
        self.v_proj = HeadwiseLinear(E // qkv_block, qkv_block)
        self.mlstm_cell = MlstmCell(heads, E, 32)
        self.learnable_skip = nn.Parameter(torch.ones(E))
        self.proj_down = nn.Linear(E, d_model, bias=False)

    def forward(self, x):
        x, z = self.proj_up(x).chunk(2, -1)
        u = self.conv1d["conv"](x)
        shown = self.mlstm_cell(self.q_proj(u), self.k_proj(u), self.v_proj(x))
        return self.proj_down((shown + self.learnable_skip * u) * F.silu(z))
