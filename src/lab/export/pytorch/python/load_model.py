import json
import os

import torch

from safetensors_file import load_file

HERE = os.path.dirname(os.path.abspath(__file__))


def read_config(folder=HERE):
    """config.json: the data, and for each model its name, config, parameters, training, and weights."""
    with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
        return json.load(file)


def find_model(config, which):
    """The entry of a model, by its place, from 0, or its name."""
    models = config["models"]
    for place, entry in enumerate(models):
        if which in (place, str(place), entry["name"]):
            return entry
    names = ", ".join(f"{place} ({entry['name']})" for place, entry in enumerate(models))
    raise SystemExit(f"There is no model {which}. There are {names}.")


def build_model(entry):
    """A model without its weights. Fails where its parameters are not those of config.json."""
    model = LanguageModel(**entry["config"])
    own = {name: list(parameter.shape) for name, parameter in model.named_parameters()}
    listed = {name: facts["shape"] for name, facts in entry["parameters"].items()}
    if own != listed:
        differing = sorted(name for name in {**own, **listed} if own.get(name) != listed.get(name))
        raise ValueError(f"model.py and config.json differ in {', '.join(differing)}")
    return model


def set_weights(model, tensors):
    """Copies tensors by name into the parameters, whatever their dtype."""
    missing = [name for name, _ in model.named_parameters() if name not in tensors]
    if missing:
        raise ValueError(f"the file of weights has no {', '.join(missing)}")
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(tensors[name])


def load_model(which=0, folder=HERE):
    """A model of config.json, by place or name, with its exported weights, for evaluation."""
    entry = find_model(read_config(folder), which)
    model = build_model(entry)
    tensors, _ = load_file(os.path.join(folder, entry["weights"], "model.safetensors"))
    set_weights(model, tensors)
    return model.eval()
