import torch
import torch.nn.functional as F

from parts.chunks import cut_time


def delta_scan(q, k, v, beta, log_a, chunk):
    """
    The delta rule in each head, S[t] = exp(log_a[t]) S[t - 1], then for each of R writes S += beta k (v - S^T k)^T, from S = 0;
    y[t] = S[t]^T q[t]. q (B, L, H, K), k (B, L, R, H, K), v (B, L, R, H, V), beta (B, L, R, H), log_a (B, L, H) -> y (B, L, H, V).
    With chunk = 1 it walks token by token. Otherwise the writes of a chunk are found at once, as what its own values leave less what
    the state before it holds already (Yang et al. 2024, the WY form).
    """
    B, L, R, H, K = k.shape
    S = v.new_zeros(B, H, K, v.shape[-1])
    if chunk == 1:
        rows = []
        for t in range(L):
            S = S * log_a[:, t].exp()[..., None, None]
            for r in range(R):
                key = k[:, t, r]
                error = v[:, t, r] - (key.unsqueeze(-2) @ S).squeeze(-2)
                S = S + key.unsqueeze(-1) * (beta[:, t, r].unsqueeze(-1) * error).unsqueeze(-2)
            rows.append((q[:, t].unsqueeze(-2) @ S).squeeze(-2))
        return torch.stack(rows, 1)
    # A row for each write: only the first of a token decays, and only the last is read. (B, chunks, H, chunk R, ...)
    q = F.pad(q.unsqueeze(2), (0, 0, 0, 0, R - 1, 0)).flatten(1, 2)
    log_a = F.pad(log_a.unsqueeze(2), (0, 0, 0, R - 1)).flatten(1, 2)
    q, k, v = (cut_time(x, chunk * R).transpose(2, 3) for x in (q, k.flatten(1, 2), v.flatten(1, 2)))
    beta, log_a = (cut_time(x, chunk * R).transpose(2, 3) for x in (beta.flatten(1, 2), log_a))
    decay = log_a.cumsum(-1)
    later = torch.ones(chunk * R, chunk * R, dtype=torch.bool, device=q.device).triu(1)
    between = (decay.unsqueeze(-1) - decay.unsqueeze(-2)).masked_fill(later, float("-inf")).exp()
    one = torch.eye(chunk * R, dtype=q.dtype, device=q.device)
    mixed = one + (beta.unsqueeze(-1) * (k @ k.transpose(-1, -2)) * between).tril(-1)
    seen = decay.exp().unsqueeze(-1)
    wanted = beta.unsqueeze(-1) * torch.cat([v, seen * k], -1)
    own, held = torch.linalg.solve_triangular(mixed, wanted, upper=False).split([v.shape[-1], K], -1)
    within = q @ k.transpose(-1, -2) * between
    to_end = (decay[..., -1:] - decay).exp().unsqueeze(-1) * k
    rows = []
    for c in range(q.shape[1]):
        written = own[:, c] - held[:, c] @ S
        rows.append(within[:, c] @ written + seen[:, c] * (q[:, c] @ S))
        S = decay[:, c, :, -1].exp()[..., None, None] * S + to_end[:, c].transpose(-1, -2) @ written
    y = torch.stack(rows, 1).transpose(2, 3).flatten(1, 2)
    return y[:, R - 1 : L * R : R]
