import torch
import torch.nn.functional as F
from torch import nn

from parts.linear_scan import linear_scan


class MinLstm(nn.Module):
    """minLSTM (Feng et al. 2024): h = f / (f + i) h + i / (f + i) g(hidden), where none sees h. (B, L, D) -> (B, L, D)."""

    def __init__(self, d_model, expand, positive):
        super().__init__()
        self.chunk = 32
        self.positive = positive
        self.to_hidden_and_f_i_gate = nn.Linear(d_model, 3 * expand * d_model, bias=False)
        self.to_out = nn.Linear(expand * d_model, d_model, bias=False)

    def forward(self, x):
        hidden, f, i = self.to_hidden_and_f_i_gate(x).chunk(3, -1)
        if self.positive:
            hidden = torch.where(hidden >= 0, hidden + 0.5, hidden.sigmoid())
        # i / (f + i) of the sigmoids is the sigmoid of this; the quotient itself may be 0 / 0.
        opened = F.softplus(-f) - F.softplus(-i)
        return self.to_out(linear_scan((-opened).sigmoid(), opened.sigmoid() * hidden, self.chunk))
