"""Writes the files of weights and expected.json beside it, with PyTorch: python3 test/golden/import/make.py

Each model follows the equations of its program step by step, in float64, from weights that are first rounded to the dtype of the file:
Mamba as `selective_scan_ref` and the slow path of `Mamba` in state-spaces/mamba, Mamba-2 in its sequential form, and torch.nn itself.
"""

import json
import math
import pathlib
import struct

import torch
from torch.nn import functional as F

HERE = pathlib.Path(__file__).parent
V, D, L = 11, 8, 12
BYTES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}


def write(name, weights, dtype):
    """The safetensors format: the length of the header, the header, the data."""
    header, body = {}, b""
    for key, tensor in weights.items():
        flat = tensor.to(BYTES[dtype]).contiguous().flatten()
        if dtype == "BF16":
            data = (flat.view(torch.int16)).numpy().tobytes()
        else:
            data = flat.numpy().tobytes()
        header[key] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    text += b" " * (-len(text) % 8)
    (HERE / name).write_bytes(struct.pack("<Q", len(text)) + text + body)


def rounded(weights, dtype):
    return {key: tensor.to(BYTES[dtype]).double() for key, tensor in weights.items()}


def rms_norm(x, weight, eps):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + eps) * weight


def causal_conv(x, weight, bias):
    """x (L, E), weight (E, 1, K)."""
    K = weight.shape[2]
    padded = F.pad(x.T[None], (K - 1, 0))
    return F.silu(F.conv1d(padded, weight, bias, groups=weight.shape[0])[0].T)


def mamba(x, w):
    R, N = w["dt_proj.weight"].shape[1], w["A_log"].shape[1]
    u, z = (x @ w["in_proj.weight"].T).chunk(2, dim=-1)
    u = causal_conv(u, w["conv1d.weight"], w.get("conv1d.bias"))
    low, B, C = torch.split(u @ w["x_proj.weight"].T, [R, N, N], dim=-1)
    delta = F.softplus(low @ w["dt_proj.weight"].T + w["dt_proj.bias"])
    A = -torch.exp(w["A_log"])
    state, out = torch.zeros_like(A), []
    for t in range(x.shape[0]):
        state = torch.exp(delta[t][:, None] * A) * state + (delta[t] * u[t])[:, None] * B[t][None]
        out.append(state @ C[t] + w["D"] * u[t])
    return (torch.stack(out) * F.silu(z)) @ w["out_proj.weight"].T


def mamba2(x, w, groups):
    H, E = w["A_log"].shape[0], w["out_proj.weight"].shape[1]
    GN = (w["conv1d.weight"].shape[0] - E) // 2
    z, xBC, delta = torch.split(x @ w["in_proj.weight"].T, [E, E + 2 * GN, H], dim=-1)
    xBC = causal_conv(xBC, w["conv1d.weight"], w.get("conv1d.bias"))
    u, B, C = torch.split(xBC, [E, GN, GN], dim=-1)
    length = x.shape[0]
    u = u.reshape(length, H, E // H)
    B, C = (part.reshape(length, groups, GN // groups).repeat_interleave(H // groups, dim=1) for part in (B, C))
    delta = F.softplus(delta + w["dt_bias"])
    A = -torch.exp(w["A_log"])
    state, out = torch.zeros(H, E // H, GN // groups, dtype=x.dtype), []
    for t in range(length):
        written = delta[t][:, None, None] * u[t][:, :, None] * B[t][:, None, :]
        state = torch.exp(delta[t] * A)[:, None, None] * state + written
        out.append((torch.einsum("hpn,hn->hp", state, C[t]) + w["D"][:, None] * u[t]).reshape(E))
    y = torch.stack(out) * F.silu(z)
    parts = y.reshape(length, groups, E // groups)
    y = (parts * torch.rsqrt(parts.pow(2).mean(-1, keepdim=True) + 1e-5)).reshape(length, E) * w["norm.weight"]
    return y @ w["out_proj.weight"].T


def backbone(tokens, w, embedding, mixer, eps, tied):
    x = w[embedding][tokens]
    layers = 1 + max(int(key.split(".")[2]) for key in w if key.startswith("backbone.layers."))
    for i in range(layers):
        block = f"backbone.layers.{i}."
        own = {key[len(block + "mixer.") :]: value for key, value in w.items() if key.startswith(block + "mixer.")}
        x = x + mixer(rms_norm(x, w[block + "norm.weight"], eps), own)
        if block + "mlp.fc1.weight" in w:
            y, gate = (rms_norm(x, w[block + "norm2.weight"], eps) @ w[block + "mlp.fc1.weight"].T).chunk(2, dim=-1)
            x = x + (y * F.silu(gate)) @ w[block + "mlp.fc2.weight"].T
    x = rms_norm(x, w["backbone.norm_f.weight"], eps)
    return x @ (w[embedding] if tied else w["lm_head.weight"]).T


def random(*shape, scale=None):
    return torch.randn(*shape, dtype=torch.float64) * (scale or 1 / math.sqrt(shape[-1]))


def mamba_weights(N, K, R, bias=True):
    E = 2 * D
    w = {
        "in_proj.weight": random(2 * E, D),
        "conv1d.weight": random(E, 1, K, scale=0.5),
        "conv1d.bias": random(E, scale=0.3),
        "x_proj.weight": random(R + 2 * N, E),
        "dt_proj.weight": random(E, R),
        "dt_proj.bias": random(E, scale=1.0) - 2,
        "A_log": torch.log(torch.arange(1, N + 1, dtype=torch.float64)).repeat(E, 1) + random(E, N, scale=0.1),
        "D": 1 + random(E, scale=0.2),
        "out_proj.weight": random(D, E),
    }
    if not bias:
        del w["conv1d.bias"]
    return w


def mamba2_weights(N, H, groups):
    E = 2 * D
    return {
        "in_proj.weight": random(2 * E + 2 * groups * N + H, D),
        "conv1d.weight": random(E + 2 * groups * N, 1, 4, scale=0.5),
        "conv1d.bias": random(E + 2 * groups * N, scale=0.3),
        "dt_bias": random(H, scale=1.0) - 2,
        "A_log": random(H, scale=0.5),
        "D": 1 + random(H, scale=0.2),
        "norm.weight": 1 + random(E, scale=0.2),
        "out_proj.weight": random(D, E),
    }


def model_weights(embedding, rows, mixers, mlp=0, head=None):
    w = {embedding: random(rows, D, scale=0.5)}
    for i, own in enumerate(mixers):
        block = f"backbone.layers.{i}."
        w[block + "norm.weight"] = 1 + random(D, scale=0.2)
        w.update({block + "mixer." + key: value for key, value in own.items()})
        if mlp:
            w[block + "norm2.weight"] = 1 + random(D, scale=0.2)
            w[block + "mlp.fc1.weight"] = random(2 * mlp, D)
            w[block + "mlp.fc2.weight"] = random(D, mlp)
    w["backbone.norm_f.weight"] = 1 + random(D, scale=0.2)
    if head == "equal":
        w["lm_head.weight"] = w[embedding].clone()
    elif head == "own":
        w["lm_head.weight"] = random(rows, D)
    return w


class Recurrent(torch.nn.Module):
    """As in PyTorch's example of a word language model."""

    def __init__(self, kind, E, H, layers, tie=False, bias=True):
        super().__init__()
        self.encoder = torch.nn.Embedding(V, E)
        self.rnn = getattr(torch.nn, kind)(E, H, layers, bias=bias)
        self.decoder = torch.nn.Linear(H, V)
        if tie:
            self.decoder.weight = self.encoder.weight

    def forward(self, tokens):
        return self.decoder(self.rnn(self.encoder(tokens)[:, None])[0])[:, 0]


class OneHot(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = torch.nn.RNN(V, 6, 2, bias=False)
        self.head = torch.nn.Linear(6, V, bias=False)

    def forward(self, tokens):
        return self.head(self.rnn(F.one_hot(tokens, V).to(self.head.weight.dtype)[:, None])[0])[:, 0]


def with_weights(module):
    def logits(tokens, w):
        module.load_state_dict(w)
        with torch.no_grad():
            return module(tokens)

    return logits


def cases():
    ss = "backbone.embedding.weight"
    hf = "backbone.embeddings.weight"
    config = {"d_model": D, "n_layer": 2, "vocab_size": V, "ssm_cfg": {}, "rms_norm": True, "pad_vocab_size_multiple": 8}
    weights = model_weights(ss, 16, [mamba_weights(4, 4, 1) for _ in range(2)], head="equal")
    yield "state_spaces_mamba", weights, lambda t, w: backbone(t, w, ss, mamba, 1e-5, True), config, ["F32", "F16", "BF16"]
    weights = model_weights(ss, V, [mamba2_weights(3, 4, 2) for _ in range(2)], mlp=6, head="own")
    layer = {"layer": "Mamba2", "ngroups": 2}
    config = {"d_model": D, "d_intermediate": 6, "n_layer": 2, "vocab_size": V, "ssm_cfg": layer, "tie_embeddings": False}
    yield "state_spaces_mamba2", weights, lambda t, w: backbone(t, w, ss, lambda x, o: mamba2(x, o, 2), 1e-5, False), config, ["F32"]
    weights = model_weights(hf, V, [mamba_weights(3, 3, 2, bias=False) for _ in range(2)])
    config = {"model_type": "mamba", "hidden_size": D, "num_hidden_layers": 2, "state_size": 3, "vocab_size": V}
    config.update({"layer_norm_epsilon": 1e-3, "hidden_act": "silu", "use_bias": False, "use_conv_bias": False})
    yield "hugging_face_mamba", weights, lambda t, w: backbone(t, w, hf, mamba, 1e-3, True), config, ["F32"]
    weights = model_weights(hf, V, [mamba2_weights(5, 2, 1)], head="equal")
    config = {"model_type": "mamba2", "hidden_size": D, "num_hidden_layers": 1, "state_size": 5, "vocab_size": V, "n_groups": 1}
    config.update({"layer_norm_epsilon": 1e-5, "time_step_limit": [0.0, math.inf], "tie_word_embeddings": True})
    yield "hugging_face_mamba2", weights, lambda t, w: backbone(t, w, hf, lambda x, o: mamba2(x, o, 1), 1e-5, True), config, ["F32"]
    for name, module, dtypes in [
        ("torch_lstm", Recurrent("LSTM", 5, 7, 2), ["F32", "F16", "BF16"]),
        ("torch_gru", Recurrent("GRU", 6, 6, 1, tie=True), ["F32"]),
        ("torch_gru_wide", Recurrent("GRU", 9, 6, 2), ["F32"]),
        ("torch_rnn", OneHot(), ["F32"]),
    ]:
        double = module.double()
        # Larger than torch draws them, so that the nonlinearities count.
        weights = {key: 2 * value.detach().clone() for key, value in double.state_dict().items()}
        yield name, weights, with_weights(double), None, dtypes


def main():
    torch.manual_seed(14)
    tokens = torch.randint(0, V, (L,))
    expected = {"tokens": tokens.tolist(), "files": {}}
    for name, weights, logits, config, dtypes in cases():
        full = logits(tokens, rounded(weights, "F32"))[:, :V]
        for dtype in dtypes:
            file = name if dtype == "F32" else f"{name}.{dtype.lower()}"
            write(f"{file}.safetensors", weights, dtype)
            own = logits(tokens, rounded(weights, dtype))[:, :V]
            expected["files"][file] = {
                "config": config and json.dumps(config),
                "logits": [float(f"{value:.9g}") for value in own.flatten().tolist()],
                "full": None if dtype == "F32" else name,
                "off": (own - full).abs().max().item(),
            }
    (HERE / "expected.json").write_text(json.dumps(expected) + "\n")


main()
