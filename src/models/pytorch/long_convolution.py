import torch


def long_convolution(x, kernel):
    """Causal, each channel by itself, by FFT: x (B, L, M), kernel (L, M) -> (B, L, M)."""
    L = x.shape[1]
    spectrum = torch.fft.rfft(x, n=2 * L, dim=1) * torch.fft.rfft(kernel, n=2 * L, dim=0)
    return torch.fft.irfft(spectrum, n=2 * L, dim=1)[:, :L]
