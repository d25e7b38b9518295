"""The sequences that the race reads, in its order."""

import glob
import os

import torch

from philox import below, words
from safetensors_file import load_file

HERE = os.path.dirname(os.path.abspath(__file__))


class NoMoreData(Exception):
    """The files hold no further sequences; the message says how to write more."""


class Windows:
    """Sequences of L tokens out of one long text or sound. Training ones lie at random places, validation ones are evenly spread."""

    def __init__(self, config, seed, folder):
        data = config["data"]
        self.seed, self.L = seed, data["length"]
        path = os.path.join(folder, data["file"])
        if data["kind"] == "text":
            with open(path, encoding="utf-8", newline="") as file:
                text = file.read()
            token_of = {symbol: token for token, symbol in enumerate(config["vocabulary"])}
            tokens = torch.tensor([token_of[symbol] for symbol in text])
        else:
            with open(path, "rb") as file:
                tokens = torch.tensor(list(file.read()))
        self.splits = {"train": tokens[: data["cut"]], "validation": tokens[data["cut"] :]}

    def check(self, split, first, count):
        """A text has windows without end."""

    def sequences(self, split, first, count):
        """Sequences `first` to `first + count - 1`: tokens and targets, both (count, L)."""
        source = self.splits[split]
        places = len(source) - self.L
        starts = [self.start(split, first + row, places) for row in range(count)]
        rows = torch.stack([source[start : start + self.L + 1] for start in starts])
        return rows[:, :-1], rows[:, 1:]

    def start(self, split, row, places):
        if split == "train":
            return below(words(self.seed, split, row), places)
        # The bits of the row after a point, in reverse (van der Corput), cover the part evenly.
        spread, step = 0.0, 0.5
        while row > 0:
            spread, step, row = spread + (row % 2) * step, step / 2, row // 2
        return int(spread * places)


class Written:
    """Sequences that Unroll wrote into files. The metadata `first` of a file is the place of its first sequence in the whole order."""

    def __init__(self, config, seed, folder):
        self.L, self.batch = config["data"]["length"], config["data"]["batch"]
        self.folder = os.path.join(folder, "data", f"seed-{seed}")
        self.splits = {split: self.read(split) for split in ("train", "validation")}

    def read(self, split):
        pieces = []
        for path in glob.glob(os.path.join(self.folder, f"{split}-*.safetensors")):
            tensors, metadata = load_file(path)
            rows = [tensors[name].reshape(-1, self.L).long() for name in ("tokens", "targets")]
            pieces.append((int(metadata["first"]), *rows))
        return sorted(pieces, key=lambda piece: piece[0])

    def found(self, split, first, count):
        """The pieces that hold the sequences, in order, and the first one that no file has."""
        pieces, at, end = [], first, first + count
        for start, tokens, targets in self.splits[split]:
            if at < end and start <= at < start + len(tokens):
                take = slice(at - start, end - start)
                pieces.append((tokens[take], targets[take]))
                at += len(pieces[-1][0])
        return pieces, at

    def check(self, split, first, count):
        """Raises NoMoreData unless the files hold sequences `first` to `first + count - 1`."""
        _, at = self.found(split, first, count)
        if at < first + count:
            step = at // self.batch
            raise NoMoreData(
                f"{self.folder} has no {split} sequences from {at} on. Write more with Unroll's headless program: npm run --silent "
                f"headless -- batches race.json --first {step} --steps 100 --split {split} --out {split}-{step}.safetensors"
            )

    def sequences(self, split, first, count):
        """Sequences `first` to `first + count - 1`: tokens and targets, both (count, L); targets of -100 are not scored."""
        self.check(split, first, count)
        pieces, _ = self.found(split, first, count)
        return torch.cat([tokens for tokens, _ in pieces]), torch.cat([targets for _, targets in pieces])


def open_data(config, seed, folder=HERE):
    """The data of config.json with the order of a seed."""
    kinds = {"text": Windows, "sound": Windows, "batches": Written}
    return kinds[config["data"]["kind"]](config, seed, folder)
