import torch

from parts.chunks import cut_time, states_before


def key_scan(q, k, v, log_a, chunk):
    """
    S[t] = exp(log_a[t]) S[t - 1] + k[t] v[t]^T from S = 0 in each head, row by row of S; y[t] = S[t]^T q[t].
    q, k, and log_a, at most 0, (B, L, H, K), v (B, L, H, V) -> y (B, L, H, V).
    With chunk = 1 it walks token by token. Otherwise a chunk reads its own tokens through the decays between each two of them, which
    stay within their differences, and all earlier ones through S (Yang et al. 2023).
    """
    B, L, H, K = q.shape
    if chunk == 1:
        S, rows = v.new_zeros(B, H, K, v.shape[-1]), []
        for t in range(L):
            S = log_a[:, t].exp().unsqueeze(-1) * S + k[:, t].unsqueeze(-1) * v[:, t].unsqueeze(-2)
            rows.append((q[:, t].unsqueeze(-2) @ S).squeeze(-2))
        return torch.stack(rows, 1)
    # (B, chunks, H, chunk, ...)
    q, k, v, log_a = (cut_time(x, chunk).transpose(2, 3) for x in (q, k, v, log_a))
    decay = log_a.cumsum(-2)
    later = torch.ones(chunk, chunk, dtype=torch.bool, device=q.device).triu(1).unsqueeze(-1)
    between = (decay.unsqueeze(-2) - decay.unsqueeze(-3)).masked_fill(later, float("-inf")).exp()
    within = torch.einsum("...tk,...sk,...tsk->...ts", q, k, between) @ v
    added = (k * (decay[..., -1:, :] - decay).exp()).transpose(-1, -2) @ v
    S = states_before(decay[..., -1, :].exp().unsqueeze(-1), added)
    return (within + (q * decay.exp()) @ S).transpose(2, 3).flatten(1, 2)[:, :L]
