"""AdamW, the learning rate, and the times of validation, as Unroll has them."""

import math

import torch


def make_optimiser(model, entry):
    """AdamW with one group of parameters that decay (matrices, but no decays of a state) and one of those that do not."""
    training, facts = entry["training"], entry["parameters"]
    named = list(model.named_parameters())
    groups = [
        {
            "params": [parameter for name, parameter in named if facts[name]["decay"] == decays],
            "weight_decay": training["weight_decay"] if decays else 0.0,
        }
        for decays in (True, False)
    ]
    return torch.optim.AdamW(groups, lr=training["lr"], betas=tuple(training["betas"]), eps=training["eps"])


def learning_rate(training, step):
    """Of step 0, 1, ...: linear warm-up to the peak, then a cosine to a tenth of it, or constant.

    From a branch on, its own plan; a constant one has no warm-up.
    """
    branches = training.get("branches") or []
    return rate_of_plan(training, branches, sum(branch["at"] <= step for branch in branches), step)


def rate_of_plan(training, branches, index, step):
    """The rate of the plan after so many branches, which the next one ended."""
    steps = branches[index]["planned"] if index < len(branches) else training["steps"]
    peak, schedule, warmup = training["lr"], training["schedule"], training["warmup"]
    if index > 0:
        branch = branches[index - 1]
        peak, schedule = branch.get("lr") or peak, branch["schedule"]
        if schedule == "constant":
            return peak
        if schedule == "fall":
            done, warmup = step - branch["at"], branch["warmup"]
            if done >= warmup:
                return cosine(peak, done - warmup, steps - branch["at"] - warmup)
            start = min(peak, rate_of_plan(training, branches, index - 1, branch["at"] - 1)) if branch["at"] > 0 else 0.0
            return start + (peak - start) * (done + 1) / warmup
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak if schedule == "constant" else cosine(peak, step - warmup, steps - warmup)


def cosine(peak, done, steps):
    """The rate after `done` of `steps` steps from the peak to a tenth of it."""
    share = min(1, done / max(1, steps))
    return peak * (0.1 + 0.9 * 0.5 * (1 + math.cos(math.pi * share)))


def next_validation(training, step):
    """The first step after `step` that validates: doublings, then every so many steps, and the last one."""
    every, doubling = training["validate_every"], 1 << step.bit_length()
    multiple = (step // every + 1) * every
    after = min(multiple, doubling) if doubling < every else multiple
    return min(training["steps"], after) if step < training["steps"] else multiple


def moments_of(model, optimiser):
    """The moments of AdamW by name, as a file holds them."""
    return {
        f"{kind}.{name}": optimiser.state[parameter][kind]
        for kind in ("exp_avg", "exp_avg_sq")
        for name, parameter in model.named_parameters()
        if parameter in optimiser.state
    }


def set_moments(model, optimiser, tensors, step):
    """Continues AdamW from the moments of a file, after `step` updates."""
    for name, parameter in model.named_parameters():
        moments = {kind: tensors[f"{kind}.{name}"].to(parameter) for kind in ("exp_avg", "exp_avg_sq")}
        optimiser.state[parameter] = {"step": torch.tensor(float(step)), **moments}
