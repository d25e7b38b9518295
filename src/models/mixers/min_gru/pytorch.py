import torch
from torch import nn

from parts.linear_scan import linear_scan


class MinGru(nn.Module):
    """minGRU (Feng et al. 2024): h = (1 - z) h + z g(hidden), where neither sees h. (B, L, D) -> (B, L, D)."""

    def __init__(self, d_model, expand, positive):
        super().__init__()
        self.chunk = 32
        self.positive = positive
        self.to_hidden_and_gate = nn.Linear(d_model, 2 * expand * d_model, bias=False)
        self.to_out = nn.Linear(expand * d_model, d_model, bias=False)

    def forward(self, x):
        hidden, gate = self.to_hidden_and_gate(x).chunk(2, -1)
        if self.positive:
            hidden = torch.where(hidden >= 0, hidden + 0.5, hidden.sigmoid())
        return self.to_out(linear_scan((-gate).sigmoid(), gate.sigmoid() * hidden, self.chunk))
