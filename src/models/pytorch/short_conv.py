import torch.nn.functional as F
from torch import nn


class ShortConv(nn.Conv1d):
    """silu of a causal convolution over K tokens, each channel by itself: (B, L, E) -> (B, L, E)."""

    def __init__(self, channels, taps, bias=True):
        super().__init__(channels, channels, taps, groups=channels, bias=bias)

    def forward(self, x):
        x = F.pad(x.transpose(1, 2), (self.kernel_size[0] - 1, 0))
        return F.silu(super().forward(x)).transpose(1, 2)
