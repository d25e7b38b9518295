import torch
from torch import nn


class RMSNorm(nn.Module):
    """x / rms(x) times a weight (Zhang and Sennrich 2019): (..., D) -> (..., D)."""

    def __init__(self, width, eps):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight
