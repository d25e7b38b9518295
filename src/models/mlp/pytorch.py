import torch.nn.functional as F
from torch import nn


class Mlp(nn.Module):
    """SwiGLU (Shazeer 2020): (..., D) -> (..., D)."""

    def __init__(self, d_model, width):
        super().__init__()
        self.fc1 = nn.Linear(d_model, 2 * width, bias=False)
        self.fc2 = nn.Linear(width, d_model, bias=False)

    def forward(self, x):
        y, gate = self.fc1(x).chunk(2, -1)
        return self.fc2(y * F.silu(gate))
