import torch


def cut_time(x, chunk):
    """(B, L, ...) -> (B, chunks, chunk, ...); zeros fill the last chunk."""
    missing = -x.shape[1] % chunk
    if missing > 0:
        x = torch.cat([x, x.new_zeros(x.shape[0], missing, *x.shape[2:])], 1)
    return x.reshape(x.shape[0], -1, chunk, *x.shape[2:])


def states_before(decay, added):
    """The state before each chunk, from zero: h[c + 1] = decay[c] h[c] + added[c]. Both (B, chunks, ...)."""
    state = torch.zeros_like(added[:, 0])
    before = []
    for c in range(added.shape[1]):
        before.append(state)
        state = decay[:, c] * state + added[:, c]
    return torch.stack(before, 1)
