import torch
from torch import nn

from parts.long_convolution import long_convolution


class Holder(nn.Module):
    """Parameters by the names of the reference."""

    def __init__(self, **shapes):
        super().__init__()
        for name, shape in shapes.items():
            setattr(self, name, nn.Parameter(torch.zeros(shape)))


class H3(nn.Module):
    """H3 (Dao et al. 2022) as in HazyResearch/H3: (B, L, D) -> (B, L, D). `d_state`: N; `head_dim`: d, columns of a head."""

    def __init__(self, d_model, d_state, head_dim):
        super().__init__()
        heads, pairs = d_model // head_dim, d_state // 2
        self.head_dim = head_dim
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        shift = Holder(B=(d_model, d_state), C=(1, d_model, d_state))
        self.ssm_k_kernel = nn.ModuleDict({"kernel": shift})
        self.ssm_k_D = nn.Parameter(torch.zeros(d_model))
        pair = Holder(
            log_dt=(heads,),
            C=(1, heads, pairs, 2),
            B=(heads, pairs, 2),
            inv_A_real=(heads, pairs),
            A_imag=(heads, pairs),
        )
        self.kernel = nn.ModuleDict({"kernel": pair})
        self.D = nn.Parameter(torch.zeros(heads))
        self.output_linear = nn.Linear(d_model, d_model)

    def shift_kernel(self, L):
        """(L, D): tap j of the shift register is the sum of B_i C_{i + j}."""
        B, C = self.ssm_k_kernel["kernel"].B, self.ssm_k_kernel["kernel"].C[0]
        N = B.shape[1]
        taps = [(B[:, : N - j] * C[:, j:]).sum(1) for j in range(min(L, N))]
        taps += [torch.zeros_like(taps[0])] * (L - len(taps))
        return torch.stack([taps[0] + self.ssm_k_D, *taps[1:]])

    def pair_kernel(self, L):
        """(L, H): pairs of states under the bilinear rule."""
        own = self.kernel["kernel"]
        A = torch.complex(-own.inv_A_real.exp(), own.A_imag)
        dt = own.log_dt.exp().unsqueeze(-1)
        decay = (1 + dt * A / 2) / (1 - dt * A / 2)
        B, C = torch.view_as_complex(own.B), torch.view_as_complex(own.C[0])
        times = torch.arange(L, device=A.device, dtype=own.log_dt.dtype).reshape(L, 1, 1)
        kernel = 2 * (C * B * dt / (1 - dt * A / 2) * decay**times).sum(-1).real
        return torch.cat([kernel[:1] + self.D, kernel[1:]])

    def forward(self, x):
        B, L, D = x.shape
        d = self.head_dim
        q, k, v = self.q_proj(x), self.k_proj(x), self.v_proj(x)
        k = long_convolution(k, self.shift_kernel(L))
        # (B, L, i, j, H): column h d + i of k with column h d + j of v.
        k, v, q = (own.reshape(B, L, D // d, d).transpose(2, 3) for own in (k, v, q))
        products = k.unsqueeze(3) * v.unsqueeze(2)
        kernel = self.pair_kernel(L).repeat(1, d * d)
        kept = long_convolution(products.flatten(2), kernel).reshape(products.shape)
        return self.output_linear((q.unsqueeze(3) * kept).sum(2).flatten(2))
