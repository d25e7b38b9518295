import math

import torch
from torch import nn

from parts.rope import rotated, turns


class Attention(nn.Module):
    """Causal softmax attention (Vaswani et al. 2017): (B, L, D) -> (B, L, D). `window`: tokens that a token sees; None: all."""

    def __init__(self, d_model, heads, positions, places, window=None):
        super().__init__()
        self.heads, self.window, self.kind = heads, window, positions
        self.in_proj = nn.Linear(d_model, 3 * d_model, bias=False)
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
        q, k, v = (part.view(B, L, self.heads, -1).transpose(1, 2) for part in self.in_proj(self.located(x)).split(D, -1))
        if self.kind == "rope":
            q, k = rotated(q), rotated(k)
        distance = torch.arange(L, device=x.device).unsqueeze(-1) - torch.arange(L, device=x.device)
        hidden = distance < 0
        if self.window is not None:
            hidden = hidden | (distance >= self.window)
        scores = (q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])).masked_fill(hidden, float("-inf"))
        return self.out_proj((scores.softmax(-1) @ v).transpose(1, 2).reshape(B, L, D))
