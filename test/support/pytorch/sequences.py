"""Writes sequences of a project: sequences.py FOLDER OUT.safetensors FIRST COUNT"""

import sys

folder, out, first, count = sys.argv[1:]
sys.path.insert(0, folder)

from data import open_data  # noqa: E402
from model import read_config  # noqa: E402
from safetensors_file import save_file  # noqa: E402

config = read_config(folder)
data = open_data(config, config["models"][0]["training"]["seed"], folder)
tensors = {}
for split in ("train", "validation"):
    tokens, targets = data.sequences(split, int(first), int(count))
    tensors.update({f"{split}.tokens": tokens.int(), f"{split}.targets": targets.int()})
save_file(tensors, out, {})
