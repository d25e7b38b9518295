import torch
import torch.nn.functional as F
from torch import nn


class HeadNorm(nn.Module):
    """Layer norm of each head, times 1 + weight: (B, L, D) -> (B, L, D)."""

    def __init__(self, heads, width):
        super().__init__()
        self.heads = heads
        self.weight = nn.Parameter(torch.zeros(width))

    def forward(self, x):
        x = x.unflatten(-1, (self.heads, -1))
        return F.layer_norm(x, x.shape[-1:], eps=1e-5).flatten(-2) * (1 + self.weight)
