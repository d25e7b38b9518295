"""Trains the models of config.json from their weights on, as Unroll does. On several GPUs: torchrun --nproc_per_node=N train.py"""

import argparse
import csv
import math
import os
import signal
import sys
import time

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch.nn.parallel import DistributedDataParallel

from checkpoints import load_checkpoint, save_checkpoint
from data import NoMoreData, open_data
from model import HERE, build_model, find_model, read_config
from optimiser import learning_rate, make_optimiser, next_validation

IGNORED = -100
COLUMNS = ["step", "loss", "gradient_norm", "lr", "validation", "accuracy", "seconds"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="all", help="its place, from 0, or its name; all of them without it")
    parser.add_argument("--steps", type=int, help="how many more steps; without it, to the end of the race's schedule")
    parser.add_argument("--batch", type=int, help="sequences of a step in each process; without it, as in the race")
    parser.add_argument("--device", help="cpu, cuda, ...; without it, cuda where there is one")
    parser.add_argument("--dtype", default="float32", choices=["float32", "float64"])
    parser.add_argument("--chunk", type=int, default=32, help="tokens that a scan takes at once; 1: token by token")
    parser.add_argument("--out", default=os.path.join(HERE, "out"), help="where checkpoints and curves go, and training resumes from")
    parser.add_argument("--save-every", type=int, default=500, help="steps between checkpoints")
    return parser.parse_args()


class Processes:
    """The processes that train one model together: their number, this one's rank, and its device."""

    def __init__(self, device):
        self.rank, self.count = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
        self.device = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
        if self.device.type == "cuda" and self.device.index is None:
            local = int(os.environ.get("LOCAL_RANK", self.rank % max(1, torch.cuda.device_count())))
            self.device = torch.device("cuda", local)
            torch.cuda.set_device(self.device)
        if self.count > 1:
            dist.init_process_group("nccl" if self.device.type == "cuda" else "gloo")

    def wrapped(self, model):
        if self.count == 1:
            return model
        return DistributedDataParallel(model, device_ids=[self.device.index] if self.device.type == "cuda" else None)

    def sums(self, *values):
        """Each number, added up over all processes."""
        total = torch.tensor(values, dtype=torch.float64, device=self.device)
        if self.count > 1:
            dist.all_reduce(total)
        return total.tolist()


class Race:
    """One model in training: `step` updates are done, on `seen` sequences."""

    def __init__(self, config, entry, options, processes):
        self.entry, self.training, self.options, self.processes = entry, entry["training"], options, processes
        self.batch = options.batch or self.training["batch"]
        self.data = open_data(config, self.training["seed"])
        self.model = build_model(entry).to(processes.device)
        self.model.set_chunk(options.chunk)
        self.model.set_dropout(self.training.get("dropout") or 0.0)
        self.optimiser = make_optimiser(self.model, entry)
        self.folder = os.path.join(options.out, os.path.basename(entry["weights"]))
        self.step, self.seen, self.metadata = load_checkpoint(self.folder, entry, self.model, self.optimiser)
        self.parallel = processes.wrapped(self.model)
        # What dropout drops differs between processes, and after each checkpoint.
        torch.manual_seed((self.training["seed"] << 30) + self.step * processes.count + processes.rank)

    def losses(self, model, split, first, count):
        """The sum of the losses of `count` sequences, how many targets they score, and how many are right."""
        tokens, targets = self.data.sequences(split, first, count)
        tokens, targets = tokens.to(self.processes.device), targets.to(self.processes.device).reshape(-1)
        logits = model(tokens).flatten(0, 1)
        loss = F.cross_entropy(logits, targets, ignore_index=IGNORED, reduction="sum")
        return loss, int((targets != IGNORED).sum()), int((logits.argmax(-1) == targets).sum())

    def train_step(self):
        """One update. Returns the mean loss over all scored targets of all processes, the norm of its gradient, and the rate."""
        own, together = self.processes.rank * self.batch, self.processes.count * self.batch
        self.data.check("train", self.seen, together)
        rate = learning_rate(self.training, self.step)
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.model.train()
        self.optimiser.zero_grad()
        loss, scored, _ = self.losses(self.parallel, "train", self.seen + own, self.batch)
        total, scored = self.processes.sums(float(loss.detach()), scored)
        # The processes' gradients are averaged, so that each counts by its scored targets only after this factor.
        (loss * (self.processes.count / max(1, scored))).backward()
        clip = self.training["clip_norm"]
        norm = float(torch.nn.utils.clip_grad_norm_(self.model.parameters(), math.inf if clip is None else clip))
        if not math.isfinite(norm):
            raise SystemExit(f"{self.entry['name']} diverged at step {self.step + 1}. Lower the learning rate in config.json.")
        self.optimiser.step()
        self.step += 1
        self.seen += together
        return total / scored if scored else math.nan, norm, rate

    @torch.no_grad()
    def validate(self):
        """Mean loss and accuracy over the validation batches of the race."""
        self.model.eval()
        end, own, together = self.training["validation_batches"] * self.training["batch"], self.batch, self.batch * self.processes.count
        starts = range(self.processes.rank * own, end, together)
        results = [self.losses(self.model, "validation", start, min(own, end - start)) for start in starts]
        loss, scored, right = self.processes.sums(*(sum(float(result[i]) for result in results) for i in range(3)))
        return (loss / scored, right / scored) if scored else (math.nan, math.nan)

    def save(self):
        if self.processes.rank == 0:
            save_checkpoint(self.folder, self.model, self.optimiser, self.step, self.seen, self.metadata)

    def run(self, stopped):
        end = self.step + self.options.steps if self.options.steps else max(self.step, self.training["steps"])
        if self.step >= end and self.processes.rank == 0:
            print(f"{self.entry['name']} has done its {self.step} steps. Use --steps for more.")
        start, validate_at = time.time(), next_validation(self.training, self.step)
        with Curve(self.folder, self.step, self.processes.rank == 0) as curve:
            while self.step < end:
                try:
                    loss, norm, rate = self.train_step()
                except NoMoreData as error:
                    print(error, file=sys.stderr)
                    break
                validation = accuracy = ""
                if self.step in (validate_at, end):
                    validation, accuracy = self.validate()
                    validate_at = next_validation(self.training, self.step)
                curve.write([self.step, loss, norm, rate, validation, accuracy, round(time.time() - start, 3)])
                if validation != "" and self.processes.rank == 0:
                    print(f"{self.entry['name']}: step {self.step}, loss {loss:.4f}, validation {validation:.4f}", flush=True)
                if self.processes.sums(float(stopped()))[0] > 0:
                    break
                if self.step % self.options.save_every == 0:
                    self.save()
        self.save()


class Curve:
    """curve.csv of a model, without the rows after `step`, which are trained again."""

    def __init__(self, folder, step, writes):
        self.path, self.step, self.file = os.path.join(folder, "curve.csv"), step, None
        self.writes = writes

    def __enter__(self):
        if self.writes:
            os.makedirs(os.path.dirname(self.path), exist_ok=True)
            rows = []
            if os.path.exists(self.path):
                with open(self.path, newline="") as file:
                    rows = [row for row in list(csv.reader(file))[1:] if int(row[0]) <= self.step]
            self.file = open(self.path, "w", newline="")
            csv.writer(self.file, lineterminator="\n").writerows([COLUMNS, *rows])
        return self

    def write(self, row):
        if self.writes:
            csv.writer(self.file, lineterminator="\n").writerow(row)
            self.file.flush()

    def __exit__(self, *_):
        if self.writes:
            self.file.close()


def main():
    options = arguments()
    torch.set_default_dtype(getattr(torch, options.dtype))
    config = read_config()
    entries = config["models"] if options.model == "all" else [find_model(config, options.model)]
    processes = Processes(options.device)
    asked = []
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: asked.append(True))
    for entry in entries:
        if not asked:
            Race(config, entry, options, processes).run(lambda: bool(asked))
    if processes.count > 1:
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
