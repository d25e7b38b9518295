"""PyTorch's side of the bench. Reads a question a line, answers a line: {"loss"} after training steps, {} after products, {"failure"}."""

import json
import os
import sys

import torch
import torch.nn.functional as F
from torch import nn

B, L, V, D = 8, 128, 64, 64
HEADS, STATES, KERNEL = 4, 16, 4

torch.set_num_threads(os.cpu_count() or 1)


class RMSNorm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(D))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight


class Residual(nn.Module):
    """x + mix(norm(x))"""

    def __init__(self, mix):
        super().__init__()
        self.norm, self.mix = RMSNorm(), mix

    def forward(self, x):
        return x + self.mix(self.norm(x))


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.out = nn.Linear(D, 3 * D, bias=False), nn.Linear(D, D, bias=False)
        self.register_buffer("future", torch.ones(L, L).triu(1).bool())

    def forward(self, x):
        q, k, v = (part.view(B, L, HEADS, D // HEADS).transpose(1, 2) for part in self.qkv(x).split(D, -1))
        if hasattr(F, "scaled_dot_product_attention"):
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            scores = q @ k.transpose(2, 3) * (D // HEADS) ** -0.5
            y = scores.masked_fill(self.future, float("-inf")).softmax(-1) @ v
        return self.out(y.transpose(1, 2).reshape(B, L, D))


class LSTM(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(D, D, batch_first=True)

    def forward(self, x):
        return self.lstm(x)[0]


class GatedConv(nn.Module):
    def __init__(self, dilation):
        super().__init__()
        self.past = (KERNEL - 1) * dilation
        self.conv = nn.Conv1d(D, 2 * D, KERNEL, dilation=dilation)
        self.out = nn.Conv1d(D, D, 1)

    def forward(self, x):
        filter, gate = self.conv(F.pad(x.transpose(1, 2), (self.past, 0))).chunk(2, 1)
        return self.out(filter.tanh() * gate.sigmoid()).transpose(1, 2)


class Mamba(nn.Module):
    """Expands to E = 2 D channels; the scan is a loop over the tokens."""

    def __init__(self):
        super().__init__()
        E, rank = 2 * D, D // 16
        self.rank = rank
        self.wide = nn.Linear(D, 2 * E, bias=False)
        self.conv = nn.Conv1d(E, E, KERNEL, groups=E, padding=KERNEL - 1)
        self.select = nn.Linear(E, rank + 2 * STATES, bias=False)
        self.delta = nn.Linear(rank, E)
        self.A_log = nn.Parameter(torch.arange(1.0, STATES + 1).log().repeat(E, 1))
        self.D = nn.Parameter(torch.ones(E))
        self.out = nn.Linear(E, D, bias=False)

    def forward(self, x):
        u, z = self.wide(x).chunk(2, -1)
        u = F.silu(self.conv(u.transpose(1, 2))[..., :L].transpose(1, 2))
        low, b, c = self.select(u).split([self.rank, STATES, STATES], -1)
        delta = F.softplus(self.delta(low))
        decay = (delta[..., None] * -self.A_log.exp()).exp()
        drive = (delta * u)[..., None] * b[:, :, None]
        h, ys = torch.zeros_like(decay[:, 0]), []
        for t in range(L):
            h = decay[:, t] * h + drive[:, t]
            ys.append((h * c[:, t, None]).sum(-1))
        return self.out((torch.stack(ys, 1) + u * self.D) * F.silu(z))


def blocks(work, count):
    if work == "transformer":
        mlp = lambda: nn.Sequential(nn.Linear(D, 4 * D, bias=False), nn.ReLU(), nn.Linear(4 * D, D, bias=False))
        return [Residual(mix) for _ in range(count) for mix in (Attention(), mlp())]
    if work == "conv":
        return [Residual(GatedConv(2**i)) for i in range(count)]
    return [Residual({"lstm": LSTM, "mamba": Mamba}[work]()) for _ in range(count)]


def training(work, count):
    """Steps as ours: forward, backward, clipping, AdamW; the head is tied to the embedding."""
    torch.manual_seed(1)
    embedding = nn.Embedding(V, D)
    nn.init.normal_(embedding.weight, std=D**-0.5)
    body = nn.Sequential(*blocks(work, count), RMSNorm())
    weights = [*embedding.parameters(), *body.parameters()]
    optimiser = torch.optim.AdamW(weights, lr=3e-3)
    tokens = torch.tensor([(i * 7919 + i * i % 97) % V for i in range(B * L + 1)])
    given, wanted = tokens[:-1].view(B, L), tokens[1:]

    def step():
        logits = body(embedding(given)) @ embedding.weight.T
        loss = F.cross_entropy(logits.view(B * L, V), wanted)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        return {"loss": loss.item()}

    return step


def matmul(M, K, N, product):
    of = lambda *shape: torch.sin(torch.arange(1.0, 1 + shape[0] * shape[1])).view(shape)
    x, w, dy = of(M, K), of(K, N), of(M, N)
    multiply = {
        "forward": lambda: x @ w,
        "input gradient": lambda: dy @ w.T,
        "weight gradient": lambda: x.T @ dy,
    }[product]

    def run():
        with torch.no_grad():
            multiply()
        return {}

    return run


made = {}


def answer(question):
    times = question.pop("times")
    key = json.dumps(question)
    if key not in made:
        if question["work"] == "matmul":
            made[key] = matmul(*(question[name] for name in ("M", "K", "N", "product")))
        else:
            made[key] = training(question["work"], question["blocks"])
    result = {}
    for _ in range(times):
        result = made[key]()
    return result


for line in sys.stdin:
    try:
        said = answer(json.loads(line))
    except Exception as error:
        said = {"failure": str(error)}
    print(json.dumps(said), flush=True)
