import torch
import torch.nn.functional as F
from torch import nn

from parts.rms_norm import RMSNorm


class Block(nn.Module):
    """
    x + mixer(norm(x)), then, where it has an MLP, x + mlp(norm2(x)). Without a norm: mixer(x), as torch stacks recurrent layers.
    `options` are the mixer's own.
    """

    def __init__(self, d_model, norm, norm_eps, mixer, mlp=None, **options):
        super().__init__()
        self.alone, self.dropout = norm == "none", 0.0
        if not self.alone:
            self.norm = RMSNorm(d_model, norm_eps)
        self.mixer = LAYERS[mixer](d_model, **options)
        if mlp is not None:
            self.norm2 = RMSNorm(d_model, norm_eps)
            self.mlp = LAYERS["mlp"](d_model, mlp)

    def dropped(self, x):
        return F.dropout(x, self.dropout, self.training)

    def forward(self, x):
        if self.alone:
            return self.dropped(self.mixer(x))
        x = x + self.dropped(self.mixer(self.norm(x)))
        return x + self.dropped(self.mlp(self.norm2(x))) if hasattr(self, "mlp") else x


class Backbone(nn.Module):
    """Tokens (B, L) -> (B, L, D)."""

    def __init__(self, vocab_size, d_model, blocks, norm, norm_eps):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, d_model)
        self.layers = nn.ModuleList(Block(d_model, norm, norm_eps, **block) for block in blocks)
        self.norm_f = nn.Identity() if norm == "none" else RMSNorm(d_model, norm_eps)

    def forward(self, tokens):
        x = self.embedding(tokens)
        for layer in self.layers:
            x = layer(x)
        return self.norm_f(x)


class Head(nn.Module):
    """(B, L, D) -> logits (B, L, V), by the embedding where it has no weight of its own."""

    def __init__(self, vocab_size, d_model, tied, bias):
        super().__init__()
        self.weight = None if tied else nn.Parameter(torch.zeros(vocab_size, d_model))
        self.bias = nn.Parameter(torch.zeros(vocab_size)) if bias else None

    def forward(self, x, embedding):
        return F.linear(x, embedding if self.weight is None else self.weight, self.bias)


class LanguageModel(nn.Module):
    """Tokens (B, L) -> logits (B, L, V). The arguments are a model's `config` in config.json."""

    def __init__(self, vocab_size, d_model, blocks, norm, norm_eps, tie_embeddings, head_bias):
        super().__init__()
        self.backbone = Backbone(vocab_size, d_model, blocks, norm, norm_eps)
        self.lm_head = Head(vocab_size, d_model, tie_embeddings, head_bias)

    def forward(self, tokens):
        return self.lm_head(self.backbone(tokens), self.backbone.embedding.weight)

    def set_chunk(self, chunk):
        """Tokens that a scan takes at once; 1: token by token. The result is the same to rounding."""
        for module in self.modules():
            if hasattr(module, "chunk"):
                module.chunk = chunk

    def set_dropout(self, rate):
        """The share of what each layer adds that training sets to zero."""
        for block in self.backbone.layers:
            block.dropout = rate
