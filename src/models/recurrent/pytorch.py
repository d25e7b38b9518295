import torch
from torch import nn


class Recurrent:
    """
    One of torch's recurrent layers as a mixer: (B, L, D) -> (B, L, D). `hidden`: units H; None: D. `bptt`: tokens of a segment,
    to whose start gradients go back, while the state goes on; None: through all tokens.
    """

    def __init__(self, d_model, hidden=None, bptt=None):
        super().__init__(d_model, hidden or d_model, batch_first=True)
        self.bptt = bptt
        if self.hidden_size != d_model:
            self.out_proj = nn.Linear(self.hidden_size, d_model, bias=False)

    def forward(self, x):
        state, parts = None, []
        for part in x.split(self.bptt or x.shape[1], 1):
            y, state = super().forward(part.contiguous(), state)
            state = tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()
            parts.append(y)
        y = torch.cat(parts, 1)
        return self.out_proj(y) if hasattr(self, "out_proj") else y
