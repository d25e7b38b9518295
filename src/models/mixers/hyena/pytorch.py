import math

import torch
import torch.nn.functional as F
from torch import nn

from parts.long_convolution import long_convolution


class Sine(nn.Module):
    """sin(freq x), with a frequency for each column that all layers of a filter network share."""

    def __init__(self, width):
        super().__init__()
        self.freq = nn.Parameter(torch.ones(1, width))

    def forward(self, x):
        return torch.sin(self.freq * x)


class ImplicitFilters(nn.Module):
    """The filters of Hyena's long convolutions, (L, M), from a network that knows the lag alone. They fade with the lag."""

    def __init__(self, filters, filter_order, emb_dim, inner_mlps, l_max, fast_decay, slow_decay, target, shift):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(filters))
        # A sine follows each layer but the last, and all sines are one.
        layers = {"0": nn.Linear(emb_dim, filter_order), "1": Sine(filter_order)}
        for i in range(1, inner_mlps + 1):
            layers[str(2 * i)] = nn.Linear(filter_order, filter_order)
        layers[str(2 * inner_mlps + 2)] = nn.Linear(filter_order, filters, bias=False)
        self.implicit_filter = nn.ModuleDict(layers)
        self.bands = (emb_dim - 1) // 2
        self.l_max = l_max
        self.shift = shift
        self.decays = (math.log(target) / slow_decay, math.log(target) / fast_decay)

    def forward(self, L):
        lags = torch.arange(L, device=self.bias.device, dtype=self.bias.dtype).unsqueeze(-1)
        times = lags / (self.l_max - 1)
        frequencies = torch.linspace(1e-4, self.bands - 1, self.bands, device=lags.device, dtype=lags.dtype)
        angles = frequencies * 2 * math.pi * lags / self.l_max
        first, sine, *further, last = self.implicit_filter.values()
        h = sine(first(torch.cat([times, angles.cos(), -angles.sin()], -1)))
        for layer in further:
            h = sine(layer(h))
        h = last(h)
        rates = torch.linspace(*self.decays, h.shape[1], device=lags.device, dtype=lags.dtype).abs()
        k = h * ((-times * rates).exp() + self.shift)
        return torch.cat([k[:1] + self.bias, k[1:]])


class Hyena(nn.Module):
    """Hyena (Poli et al. 2023) as in HazyResearch/safari, without learned positions: (B, L, D) -> (B, L, D)."""

    def __init__(
        self,
        d_model,
        order,
        kernel,
        filter_order,
        emb_dim,
        inner_mlps,
        l_max,
        fast_decay,
        slow_decay,
        target,
        shift,
    ):
        super().__init__()
        width = (order + 1) * d_model
        self.in_proj = nn.Linear(d_model, width)
        self.short_filter = nn.Conv1d(width, width, kernel, groups=width)
        self.filter_fn = ImplicitFilters(
            (order - 1) * d_model, filter_order, emb_dim, inner_mlps, l_max, fast_decay, slow_decay, target, shift
        )
        self.out_proj = nn.Linear(d_model, d_model)

    def forward(self, x):
        L, D = x.shape[1:]
        padded = F.pad(self.in_proj(x).transpose(1, 2), (self.short_filter.kernel_size[0] - 1, 0))
        *gates, v = self.short_filter(padded).transpose(1, 2).split(D, -1)
        for gate, filters in zip(gates[:0:-1], self.filter_fn(L).split(D, -1)):
            v = long_convolution(v * gate, filters)
        return self.out_proj(v * gates[0])
