import torch.nn.functional as F
from torch import nn


class Conv(nn.Module):
    """A gated, dilated causal convolution, as in WaveNet (van den Oord et al. 2016): (B, L, D) -> (B, L, D)."""

    def __init__(self, d_model, kernel, dilation):
        super().__init__()
        self.reach = (kernel - 1) * dilation
        self.conv = nn.Conv1d(d_model, 2 * d_model, kernel, dilation=dilation)
        self.out_proj = nn.Linear(d_model, d_model)

    def forward(self, x):
        filtered, gate = self.conv(F.pad(x.transpose(1, 2), (self.reach, 0))).transpose(1, 2).chunk(2, -1)
        return self.out_proj(filtered.tanh() * gate.sigmoid())
