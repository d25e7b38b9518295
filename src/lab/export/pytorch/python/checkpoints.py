"""Checkpoints of training: the folder `step-N` of a model has its weights and the moments of AdamW, as safetensors."""

import os
import re
import shutil

from model import HERE, set_weights
from optimiser import moments_of, set_moments
from safetensors_file import load_file, save_file


def steps_in(folder):
    """The steps that a folder has checkpoints of, in rising order."""
    found = [re.fullmatch(r"step-(\d+)", name) for name in (os.listdir(folder) if os.path.isdir(folder) else [])]
    return sorted(int(match.group(1)) for match in found if match)


def load_checkpoint(folder, entry, model, optimiser):
    """Loads the last checkpoint of the folder, or the exported weights. Returns its step, the sequences seen, and its metadata."""
    steps = steps_in(folder)
    source = os.path.join(folder, f"step-{steps[-1]}") if steps else os.path.join(HERE, entry["weights"])
    tensors, metadata = load_file(os.path.join(source, "model.safetensors"))
    set_weights(model, tensors)
    step = int(metadata.get("step", 0))
    moments = os.path.join(source, "optimizer.safetensors")
    if os.path.exists(moments):
        tensors, about = load_file(moments)
        if int(about["step"]) > 0:
            set_moments(model, optimiser, tensors, int(about["step"]))
    return step, int(metadata.get("sequences", step * entry["training"]["batch"])), metadata


def save_checkpoint(folder, model, optimiser, step, seen, metadata):
    """Writes a checkpoint whole or not at all, then removes the earlier ones."""
    target = os.path.join(folder, f"step-{step}")
    if os.path.isdir(target):
        return
    partial = f"{target}.part"
    shutil.rmtree(partial, ignore_errors=True)
    os.makedirs(partial)
    facts = {**metadata, "step": str(step), "sequences": str(seen)}
    save_file(dict(model.named_parameters()), os.path.join(partial, "model.safetensors"), facts)
    updates = [int(state["step"]) for state in optimiser.state.values()]
    moments = moments_of(model, optimiser)
    save_file(moments, os.path.join(partial, "optimizer.safetensors"), {"step": str(max(updates, default=0))})
    os.rename(partial, target)
    for earlier in steps_in(folder):
        if earlier < step:
            shutil.rmtree(os.path.join(folder, f"step-{earlier}"))
