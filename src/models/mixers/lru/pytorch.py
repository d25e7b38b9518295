import torch
import torch.nn.functional as F
from torch import nn

from parts.linear_scan import linear_scan


class Lru(nn.Module):
    """The linear recurrent unit (Orvieto et al. 2023) as in minimal-LRU: (B, L, D) -> (B, L, D). `d_state`: N complex states."""

    def __init__(self, d_model, d_state):
        super().__init__()
        self.chunk = 32
        self.nu_log = nn.Parameter(torch.zeros(d_state))
        self.theta_log = nn.Parameter(torch.zeros(d_state))
        self.gamma_log = nn.Parameter(torch.zeros(d_state))
        self.B_re = nn.Parameter(torch.zeros(d_state, d_model))
        self.B_im = nn.Parameter(torch.zeros(d_state, d_model))
        self.C_re = nn.Parameter(torch.zeros(d_model, d_state))
        self.C_im = nn.Parameter(torch.zeros(d_model, d_state))
        self.D = nn.Parameter(torch.ones(d_model))
        self.out1 = nn.Linear(d_model, d_model)
        self.out2 = nn.Linear(d_model, d_model)

    def forward(self, x):
        # Within the unit circle, whatever the parameters are.
        decay = torch.complex(-self.nu_log.exp(), self.theta_log.exp()).exp()
        b = torch.complex(F.linear(x, self.B_re), F.linear(x, self.B_im)) * self.gamma_log.exp()
        h = linear_scan(decay.expand_as(b), b, self.chunk)
        s = F.linear(h.real, self.C_re) - F.linear(h.imag, self.C_im) + self.D * x
        s = F.gelu(s, approximate="tanh")
        return self.out1(s) * self.out2(s).sigmoid()
