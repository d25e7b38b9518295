import torch
import torch.nn.functional as F
from torch import nn

from parts.head_norm import HeadNorm
from parts.headwise_linear import HeadwiseLinear
from parts.short_conv import ShortConv


class SlstmCell(nn.Module):
    """The recurrence: gates i, f, z, o, slot by slot (B, L, 4 D) -> (B, L, D). m holds the exponential gates at most 1."""

    def __init__(self, heads, units):
        super().__init__()
        self._recurrent_kernel_ = nn.Parameter(torch.zeros(heads, 4 * units, units))
        self._bias_ = nn.Parameter(torch.zeros(4 * heads * units))

    def forward(self, gates):
        B, L, _ = gates.shape
        heads, rows, units = self._recurrent_kernel_.shape
        y = c = n = m = gates.new_zeros(B, heads * units)
        shown = []
        for t in range(L):
            heads_of_y = y.unflatten(-1, (heads, units)).unsqueeze(-1)
            recurrent = (self._recurrent_kernel_ @ heads_of_y).reshape(B, heads, 4, units).transpose(1, 2)
            i, f, z, o = (gates[:, t] + recurrent.flatten(1) + self._bias_).chunk(4, -1)
            kept = F.logsigmoid(f) + m
            # y does not depend on m.
            m = (i if t == 0 else torch.maximum(kept, i)).detach()
            writes, keeps = (i - m).exp(), (kept - m).exp() if t > 0 else torch.zeros_like(f)
            c = keeps * c + writes * z.tanh()
            n = keeps * n + writes
            y = o.sigmoid() * c / n
            shown.append(y)
        return torch.stack(shown, 1)


class Slstm(nn.Module):
    """sLSTM (Beck et al. 2024) as in NX-AI/xlstm, whose fgate feeds slot i and igate slot f: (B, L, D) -> (B, L, D)."""

    def __init__(self, d_model, heads, kernel):
        super().__init__()
        units = d_model // heads
        self.conv1d = nn.ModuleDict({"conv": ShortConv(d_model, kernel)})
        self.fgate = HeadwiseLinear(heads, units)
        self.igate = HeadwiseLinear(heads, units)
        self.zgate = HeadwiseLinear(heads, units)
        self.ogate = HeadwiseLinear(heads, units)
        self.slstm_cell = SlstmCell(heads, units)
        self.group_norm = HeadNorm(heads, d_model)

    def forward(self, x):
        u = self.conv1d["conv"](x)
        gates = torch.cat([self.fgate(u), self.igate(u), self.zgate(x), self.ogate(x)], -1)
        return self.group_norm(self.slstm_cell(gates))
