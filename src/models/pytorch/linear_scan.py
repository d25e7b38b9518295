import torch

from parts.chunks import cut_time, states_before


def linear_scan(a, b, chunk):
    """
    h[t] = a[t] h[t - 1] + b[t] from h = 0, element by element: a and b (B, L, ...) -> h (B, L, ...).
    With chunk = 1 it walks token by token. Otherwise all chunks are computed at once, each in log2(chunk) passes
    that double the reach of every token (Hillis and Steele 1986), and only their last states form a chain.
    """
    L = b.shape[1]
    if chunk == 1:
        h, states = torch.zeros_like(b[:, 0]), []
        for t in range(L):
            h = a[:, t] * h + b[:, t]
            states.append(h)
        return torch.stack(states, 1)
    a, b = cut_time(a, chunk), cut_time(b, chunk)
    reach = 1
    while reach < chunk:
        late = a[:, :, reach:]
        b = torch.cat([b[:, :, :reach], b[:, :, reach:] + late * b[:, :, :-reach]], 2)
        a = torch.cat([a[:, :, :reach], late * a[:, :, :-reach]], 2)
        reach *= 2
    before = states_before(a[:, :, -1], b[:, :, -1])
    return (b + a * before.unsqueeze(2)).flatten(1, 2)[:, :L]
