import math

import torch
from torch import nn

from parts.rope import faded, rotated, turns


class Attention(nn.Module):
    """
    Causal softmax attention (Vaswani et al. 2017): (B, L, D) -> (B, L, D). `window`: tokens that a token sees; None: all.
    `kv_heads`: keys and values, each of them for heads / kv_heads queries; None: one for each head.
    """

    def __init__(self, d_model, heads, positions, places, window=None, kv_heads=None):
        super().__init__()
        self.heads, self.window, self.kind = heads, window, positions
        self.sharing = heads // (kv_heads or heads)
        self.in_proj = nn.Linear(d_model, d_model + 2 * d_model // self.sharing, bias=False)
        self.out_proj = nn.Linear(d_model, d_model, bias=False)
        if positions == "learned":
            self.positions = nn.Embedding(places, d_model)

    def located(self, x):
        places = torch.arange(x.shape[1], device=x.device)
        if self.kind == "learned":
            most = self.positions.num_embeddings
            if self.training and len(places) > most:
                raise ValueError(f"sequences of {len(places)} tokens need as many learned positions, not {most}")
            return x + self.positions(places.clamp(max=most - 1))
        if self.kind == "sinusoidal":
            angles = turns(places, x.shape[-1])
            waves = torch.stack([angles.sin(), angles.cos()], -1).flatten(1)[:, : x.shape[-1]]
            return x + waves.to(x.dtype)
        return x

    def forward(self, x):
        B, L, D = x.shape
        rows = self.in_proj(self.located(x)).split([D, D // self.sharing, D // self.sharing], -1)
        q, k, v = (part.unflatten(-1, (-1, D // self.heads)).transpose(1, 2) for part in rows)
        if self.kind == "xpos":
            q, k = faded(q, 1), faded(k, -1)
        if self.kind in ("rope", "xpos"):
            q, k = rotated(q), rotated(k)
        k, v = k.repeat_interleave(self.sharing, 1), v.repeat_interleave(self.sharing, 1)
        distance = torch.arange(L, device=x.device).unsqueeze(-1) - torch.arange(L, device=x.device)
        hidden = distance < 0
        if self.window is not None:
            hidden = hidden | (distance >= self.window)
        scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
        if self.kind == "alibi":
            slopes = 2 ** (-8 * torch.arange(1, self.heads + 1, device=x.device) / self.heads)
            scores = scores - slopes.to(x.dtype)[:, None, None] * distance
        scores = scores.masked_fill(hidden, float("-inf"))
        return self.out_proj((scores.softmax(-1) @ v).transpose(1, 2).reshape(B, L, D))
