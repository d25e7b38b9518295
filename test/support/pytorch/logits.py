"""Writes the logits of every model of a project: logits.py FOLDER tokens.safetensors OUT.safetensors DTYPE CHUNK"""

import sys

folder, batch, out, dtype, chunk = sys.argv[1:]
sys.path.insert(0, folder)

import torch  # noqa: E402

from model import load_model, read_config  # noqa: E402
from safetensors_file import load_file, save_file  # noqa: E402

torch.set_default_dtype(getattr(torch, dtype))
tokens = load_file(batch)[0]["tokens"].long()
logits = {}
for place, _ in enumerate(read_config(folder)["models"]):
    model = load_model(place, folder)
    model.set_chunk(int(chunk))
    with torch.no_grad():
        logits[str(place)] = model(tokens)
save_file(logits, out, {})
