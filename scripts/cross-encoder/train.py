"""Fits the cross-encoder. From the repository's root: see README.md beside this file."""

import argparse
import glob
import random
import time
from typing import TypeVar

import torch
from echo import echo_of
from network import EMBEDDER, CrossEncoder
from tokenizers import Tokenizer
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

BATCH, BUCKET, MAX_PIECES = 64, 40, 90
# What each step leaves of the weights that are kept: a mean over the last few hundred steps, without the noise of single batches.
KEPT = 0.997
Row = tuple[str, str, float, float]
One = TypeVar("One")

parser = argparse.ArgumentParser()
parser.add_argument("out", help="file of weights to write")
parser.add_argument("--start", help="weights to go on from")
parser.add_argument("--rate", type=float, default=1.3e-4)
parser.add_argument("--phases", type=int, default=8, help="parts of the round; batches and pairs are kept for the last five eighths")
parser.add_argument("--rounded-from", type=float, default=0.65, help="share of the steps after which products are rounded as they will be")
parser.add_argument("--share", type=float, default=1, help="of what the triples give")
parser.add_argument("--real-share", type=float, default=1, help="of the batches and pairs")
parser.add_argument("--triples", nargs="*", default=[], help="files of kind, anchor, same, other")
parser.add_argument("--between", type=float, default=1, help="share of the triples whose `same` and `other` are a pair, too")
parser.add_argument("--held-out", nargs="*", default=[], help="batches that must stay unseen")
parser.add_argument("--pairs", help="label, a, b")
parser.add_argument("--echoes", type=float, default=0, help="share of the texts that are also paired with themselves")
parser.add_argument("--seed", type=int, default=1, help="another one takes other pairs from between triples, in another order")
options = parser.parse_args()
random.seed(options.seed)
torch.manual_seed(options.seed)
tokenizer = Tokenizer.from_file(f"{EMBEDDER}/tokenizer.json")
tokenizer.no_padding()
tokenizer.no_truncation()


def lines(path: str) -> list[list[str]]:
    with open(path, encoding="utf-8") as file:
        return [line.split("\t") for line in file.read().rstrip("\n").split("\n")]


def batch_rows() -> list[Row]:
    rows: list[Row] = []
    for folder in sorted(glob.glob("bench/accuracy/fresh/batch-*")):
        if folder.rsplit("-", 1)[1] in options.held_out:
            continue
        for kind, label in (("lookalikes", 0.0), ("paraphrases", 1.0)):
            rows += [(a, b, label, 1.0) for _, a, b in lines(f"{folder}/{kind}.tsv")[1:]]
    return rows


def triple_rows() -> list[Row]:
    rows: list[Row] = []
    for path in options.triples:
        for _, anchor, same, other in lines(path)[1:]:
            rows += [(anchor, same, 1.0, 1.0), (anchor, other, 0.0, 0.7)]
            if random.random() < options.between:
                rows.append((same, other, 0.0, 0.7))
    return rows


def labelled_rows() -> list[Row]:
    if options.pairs is None:
        return []
    return [(a, b, float(label), 0.8) for label, a, b in lines(options.pairs)]


def some(among: list[One], share: float) -> list[One]:
    return random.sample(among, round(share * len(among)))


def echoes(rows: list[Row]) -> list[Row]:
    texts = sorted({text for one, other, *_ in rows for text in (one, other)})
    return [(text, echo_of(text), 1.0, 0.6) for text in some(texts, options.echoes)]


def batches(rows: list[Row]) -> list[list[Row]]:
    """Rows of about one length, so that little is padding."""
    rows, made = list(rows), []
    random.shuffle(rows)
    for start in range(0, len(rows), BATCH * BUCKET):
        bucket = sorted(rows[start : start + BATCH * BUCKET], key=lambda row: len(row[0]) + len(row[1]))
        made += [bucket[at : at + BATCH] for at in range(0, len(bucket), BATCH)]
    random.shuffle(made)
    return made


def inputs(rows: list[Row]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    sequences = []
    for one, other, *_ in rows:
        if random.random() < 0.5:
            one, other = other, one
        head, tail = tokenizer.encode(one).ids[:MAX_PIECES], tokenizer.encode(other).ids[1:MAX_PIECES]
        sequences.append((head + tail, [0] * len(head) + [1] * len(tail)))
    size = max(len(ids) for ids, _ in sequences)
    ids, types = (torch.zeros(len(rows), size, dtype=torch.long) for _ in range(2))
    mask = torch.zeros(len(rows), size, dtype=torch.bool)
    for at, (pieces, kinds) in enumerate(sequences):
        ids[at, : len(pieces)], types[at, : len(pieces)] = torch.tensor(pieces), torch.tensor(kinds)
        mask[at, : len(pieces)] = True
    return ids, types, mask


written = some(triple_rows(), options.share)
real = some(batch_rows() + labelled_rows(), options.real_share)
written += echoes(real + written)
phases: list[list[Row]] = [[] for _ in range(options.phases)]
for row in written:
    random.choice(phases).append(row)
for row in real:
    random.choice(phases[options.phases * 3 // 8 :]).append(row)
schedule = [batch for phase in phases for batch in batches(phase)]
network = CrossEncoder()
if options.start:
    network.load_state_dict(torch.load(options.start))
encoder = [one for name, one in network.named_parameters() if name.startswith("e.") and one.requires_grad]
head = [one for name, one in network.named_parameters() if not name.startswith("e.")]
groups = [{"params": encoder, "lr": options.rate}, {"params": head, "lr": options.rate * 4}]
optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
slope = torch.optim.lr_scheduler.LambdaLR(
    optimiser, lambda step: min(1, (step + 1) / 100) * max(0.02, 1 - step / len(schedule))
)
mean = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(KEPT))
network.train()
started, smoothed = time.time(), 0.0
for step, rows in enumerate(schedule):
    if step == round(options.rounded_from * len(schedule)):
        network.round_products()
    with torch.autocast("cpu", torch.bfloat16):
        odds = network(*inputs(rows))
    labels, weights = torch.tensor([row[2] for row in rows]), torch.tensor([row[3] for row in rows])
    loss = (F.binary_cross_entropy_with_logits(odds.float(), labels, reduction="none") * weights).mean()
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    slope.step()
    mean.update_parameters(network)
    smoothed = 0.98 * smoothed + 0.02 * loss.item()
    if step % 100 == 0:
        print(f"{step} of {len(schedule)}: loss {smoothed:.3f}, {time.time() - started:.0f} s", flush=True)
torch.save(mean.module.state_dict(), options.out)
