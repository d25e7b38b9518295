import torch
from torch import nn


class HeadwiseLinear(nn.Module):
    """A linear layer of each head by itself, weight (H, out, in), without a bias: (B, L, D) -> (B, L, D)."""

    def __init__(self, heads, units):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(heads, units, units))

    def forward(self, x):
        heads = x.unflatten(-1, self.weight.shape[:2]).unsqueeze(-1)
        return (self.weight @ heads).squeeze(-1).flatten(-2)
