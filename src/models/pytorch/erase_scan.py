import torch

from parts.chunks import cut_time


def erase_scan(q, read, erase, k, v, log_a, chunk):
    """
    S[t] = exp(log_a[t]) S[t - 1] - erase (S[t - 1]^T read)^T + k v^T in each head, row by row of S, from S = 0; y[t] = S[t]^T q[t].
    q, read, erase, k, and log_a, at most 0, (B, L, H, K), v (B, L, H, V) -> y (B, L, H, V).
    With chunk = 1 it walks token by token. Otherwise what the tokens of a chunk read is found at once, from what each reads of the
    earlier ones' writes and of the state before the chunk (Peng et al. 2025).
    """
    B, L, H, K = q.shape
    S = v.new_zeros(B, H, K, v.shape[-1])
    rows = []
    if chunk == 1:
        for t in range(L):
            held = read[:, t].unsqueeze(-2) @ S
            S = log_a[:, t].exp().unsqueeze(-1) * S - erase[:, t].unsqueeze(-1) * held
            S = S + k[:, t].unsqueeze(-1) * v[:, t].unsqueeze(-2)
            rows.append((q[:, t].unsqueeze(-2) @ S).squeeze(-2))
        return torch.stack(rows, 1)
    # (B, chunks, H, chunk, ...)
    q, read, erase, k, v, log_a = (cut_time(x, chunk).transpose(2, 3) for x in (q, read, erase, k, v, log_a))
    decay = log_a.cumsum(-2)
    earlier = decay - log_a
    order = torch.arange(chunk, device=q.device)
    later = (order.unsqueeze(-1) < order).unsqueeze(-1)
    same = (order.unsqueeze(-1) == order).unsqueeze(-1)

    def products(left, at, right, hidden):
        between = (at.unsqueeze(-2) - decay.unsqueeze(-3)).masked_fill(hidden, float("-inf")).exp()
        return torch.einsum("...tk,...sk,...tsk->...ts", left, right, between)

    # What a token reads of an earlier one's write and erasing, before its own decay; what it shows of them, after.
    one = torch.eye(chunk, dtype=q.dtype, device=q.device)
    mixed = one + products(read, earlier, erase, later | same)
    wanted = torch.cat([products(read, earlier, k, later | same) @ v, read * earlier.exp()], -1)
    own, seen = torch.linalg.solve_triangular(mixed, wanted, upper=False).split([v.shape[-1], K], -1)
    shown, gone = products(q, decay, k, later) @ v, products(q, decay, erase, later)
    to_end = (decay[..., -1:, :] - decay).exp()
    for c in range(q.shape[1]):
        held = own[:, c] + seen[:, c] @ S
        rows.append(shown[:, c] - gone[:, c] @ held + (q[:, c] * decay[:, c].exp()) @ S)
        added = (k * to_end)[:, c].transpose(-1, -2) @ v[:, c] - (erase * to_end)[:, c].transpose(-1, -2) @ held
        S = decay[:, c, :, -1].exp().unsqueeze(-1) * S + added
    return torch.stack(rows, 1).transpose(2, 3).flatten(1, 2)[:, :L]
