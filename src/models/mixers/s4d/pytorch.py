import torch
import torch.nn.functional as F
from torch import nn

from parts.linear_scan import linear_scan


class S4dKernel(nn.Module):
    """N / 2 conjugate pairs of states for each of D channels, and their zero-order hold (Gu et al. 2022)."""

    def __init__(self, d_model, d_state):
        super().__init__()
        self.log_dt = nn.Parameter(torch.zeros(d_model))
        self.C = nn.Parameter(torch.ones(d_model, d_state // 2, 2))
        self.log_A_real = nn.Parameter(torch.zeros(d_model, d_state // 2))
        self.A_imag = nn.Parameter(torch.zeros(d_model, d_state // 2))

    def modes(self):
        """(D, N / 2), complex: dt A, and C (exp(dt A) - 1) / A, which is what a state weighs."""
        A = torch.complex(-self.log_A_real.exp(), self.A_imag)
        exponent = A * self.log_dt.exp().unsqueeze(-1)
        x, y = exponent.real, exponent.imag
        # exp - 1 in a form that loses no digits near 0.
        grown = torch.complex(torch.expm1(x) * y.cos() - 2 * (y / 2).sin() ** 2, x.exp() * y.sin())
        return exponent, torch.complex(self.C[..., 0], self.C[..., 1]) * grown / A


class S4d(nn.Module):
    """
    S4D (Gu et al. 2022) as in state-spaces/s4: linear system, GELU, gated projection. (B, L, D) -> (B, L, D). `form`: "fft" is one
    long convolution, "recurrence" a scan; both are the same function. `init` says where A started; the weights hold what it became.
    """

    def __init__(self, d_model, d_state, form, init):
        super().__init__()
        self.chunk = 32
        self.form = form
        self.D = nn.Parameter(torch.ones(d_model))
        self.kernel = S4dKernel(d_model, d_state)
        self.output_linear = nn.Sequential(nn.Conv1d(d_model, 2 * d_model, 1))

    def convolved(self, x):
        L = x.shape[1]
        exponent, out = self.kernel.modes()
        times = torch.arange(L, device=x.device, dtype=x.dtype)
        kernel = 2 * (out.unsqueeze(-1) * (exponent.unsqueeze(-1) * times).exp()).sum(1).real
        spectrum = torch.fft.rfft(kernel, n=2 * L) * torch.fft.rfft(x.transpose(1, 2), n=2 * L)
        return torch.fft.irfft(spectrum, n=2 * L)[..., :L].transpose(1, 2)

    def scanned(self, x):
        exponent, out = self.kernel.modes()
        inputs = x.unsqueeze(-1).expand(*x.shape, exponent.shape[-1]).to(exponent.dtype)
        h = linear_scan(exponent.exp().expand_as(inputs), inputs, self.chunk)
        return 2 * (out * h).sum(-1).real

    def forward(self, x):
        y = self.convolved(x) if self.form == "fft" else self.scanned(x)
        y = F.gelu(y + self.D * x)
        # As a product of matrices: the convolution needs a transposed y, whose gradient gelu reads wrongly in torch 1.13 on the CPU.
        projection = self.output_linear[0]
        return F.glu(F.linear(y, projection.weight.squeeze(-1), projection.bias), -1)
