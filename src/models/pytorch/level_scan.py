import torch


def level_scan(q, k, v, log_a, weights):
    """
    S[t] = exp(log_a[t]) S[t - 1] + v[t] k[t]^T in each head, with what q reads of the past weighed by its level (Guo et al. 2025): an
    earlier token is on level 1 + the highest bit in which the two positions differ, and the token itself on level 0.
    q and k (B, L, H, K), v (B, L, H, V), log_a (B, L, H), weights (B, L, H, levels) -> y (B, L, H, V).
    """
    L, levels = q.shape[1], weights.shape[-1]
    places = torch.arange(L, device=q.device)
    level = torch.zeros(L, L, dtype=torch.long, device=q.device)
    for bit in range(L.bit_length()):
        differ = (places.unsqueeze(-1) >> bit) != (places >> bit)
        level = torch.where(differ, bit + 1, level)
    later = torch.ones(L, L, dtype=torch.bool, device=q.device).triu(1)
    level = level.clamp(max=levels - 1).expand(*q.shape[:1], q.shape[2], L, L)
    decay = log_a.transpose(1, 2).cumsum(-1)
    between = (decay.unsqueeze(-1) - decay.unsqueeze(-2)).masked_fill(later, float("-inf")).exp()
    q, k, v, weights = (part.transpose(1, 2) for part in (q, k, v, weights))
    scores = q @ k.transpose(-1, -2) * between * weights.gather(-1, level)
    return (scores @ v).transpose(1, 2)
