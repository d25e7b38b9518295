import torch

from parts.chunks import cut_time, states_before


def matrix_scan(q, k, v, log_a, chunk):
    """
    S[t] = exp(log_a[t]) S[t - 1] + v[t] k[t]^T from S = 0 in each head, y[t] = S[t] q[t].
    q and k (B, L, H, K), v (B, L, H, V), log_a (B, L, H), at most 0 -> y (B, L, H, V).
    With chunk = 1 it walks token by token. Otherwise a chunk reads its own tokens as masked attention does and all
    earlier ones through S (Dao and Gu 2024, the duality of state spaces and attention).
    """
    B, L, H, K = q.shape
    if chunk == 1:
        S, rows = v.new_zeros(B, H, v.shape[-1], K), []
        for t in range(L):
            S = log_a[:, t].exp()[..., None, None] * S + v[:, t].unsqueeze(-1) * k[:, t].unsqueeze(-2)
            rows.append((S @ q[:, t].unsqueeze(-1)).squeeze(-1))
        return torch.stack(rows, 1)
    # (B, chunks, H, chunk, ...)
    q, k, v = (cut_time(x, chunk).transpose(2, 3) for x in (q, k, v))
    decay = cut_time(log_a, chunk).transpose(2, 3).cumsum(-1)
    later = torch.ones(chunk, chunk, dtype=torch.bool, device=q.device).triu(1)
    between = (decay.unsqueeze(-1) - decay.unsqueeze(-2)).masked_fill(later, float("-inf")).exp()
    within = (q @ k.transpose(-1, -2) * between) @ v
    to_end = (decay[..., -1:] - decay).exp().unsqueeze(-1)
    added = (v * to_end).transpose(-1, -2) @ k
    S = states_before(decay[..., -1].exp()[..., None, None], added)
    y = within + decay.exp().unsqueeze(-1) * (q @ S.transpose(-1, -2))
    return y.transpose(2, 3).flatten(1, 2)[:, :L]
