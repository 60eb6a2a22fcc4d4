"""The cross-encoder as a PyTorch module: bge-small-en-v1.5, read from its ONNX weights, with a head on top."""

import os

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.nn import functional as F

# Whose tokenizer is the same.
EMBEDDER = "models/all-MiniLM-L6-v2"
# See README.md beside this file.
BASE = os.environ.get("BASE", "bge-small-en-v1.5.onnx")
LAYERS, WIDTH, HEADS, VOCABULARY, PLACES = 12, 384, 12, 30522, 512
# Where a layer's inner product ends what it is given and what it gives: a few values of 30 would take the 256 steps from all others.
READ_TO, WRITTEN_TO = 8.0, 6.0
LINEAR = {"o": "attention/output/dense", "i": "intermediate/dense", "f": "output/dense"}
NORMS = {"ln1": "attention.output.LayerNorm", "ln2": "output.LayerNorm"}


def base_weights() -> dict[str, torch.Tensor]:
    model = onnx.load(BASE)
    stored = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    products = {
        node.name: stored[node.input[1]]
        for node in model.graph.node
        if node.op_type == "MatMul" and node.input[1] in stored
    }

    def product(layer: int, part: str) -> np.ndarray:
        return next(value for name, value in products.items() if name.endswith(f"layer.{layer}/{part}/MatMul"))

    tables = {"w": "word", "p": "position", "t": "token_type"}
    weights = {short: stored[f"embeddings.{name}_embeddings.weight"] for short, name in tables.items()}
    weights |= {"ln.w": stored["embeddings.LayerNorm.weight"], "ln.b": stored["embeddings.LayerNorm.bias"]}
    for layer in range(LAYERS):
        of = f"encoder.layer.{layer}."
        three = ("query", "key", "value")
        weights[f"{layer}.qkv.w"] = np.concatenate([product(layer, f"attention/self/{one}") for one in three], 1)
        weights[f"{layer}.qkv.b"] = np.concatenate([stored[f"{of}attention.self.{one}.bias"] for one in three])
        for part, path in LINEAR.items():
            weights[f"{layer}.{part}.w"] = product(layer, path)
            weights[f"{layer}.{part}.b"] = stored[f"{of}{path.replace('/', '.')}.bias"]
        for norm, path in NORMS.items():
            weights[f"{layer}.{norm}.w"] = stored[f"{of}{path}.weight"]
            weights[f"{layer}.{norm}.b"] = stored[f"{of}{path}.bias"]
    return {name: torch.tensor(np.array(value)) for name, value in weights.items()}


def linear(weights: dict[str, torch.Tensor], name: str) -> nn.Linear:
    stored = weights[f"{name}.w"]
    made = nn.Linear(*stored.shape)
    made.weight.data = stored.t().contiguous()
    made.bias.data = weights[f"{name}.b"].clone()
    return made


def norm(weights: dict[str, torch.Tensor], name: str) -> nn.LayerNorm:
    made = nn.LayerNorm(WIDTH, eps=1e-12)
    made.weight.data, made.bias.data = weights[f"{name}.w"].clone(), weights[f"{name}.b"].clone()
    return made


def rounded(x: torch.Tensor) -> torch.Tensor:
    """What a product's input becomes where the exported network runs: 256 steps between its least and greatest value in one text."""
    with torch.no_grad():
        low = x.float().amin((1, 2), keepdim=True).clamp(max=0)
        high = x.float().amax((1, 2), keepdim=True).clamp(min=0)
        step = ((high - low) / 255).clamp(min=1e-8)
        zero = (-low / step).round()
        off = ((x.float() / step + zero).round().clamp(0, 255) - zero) * step - x
    return x + off.to(x.dtype)


class Layer(nn.Module):
    """Without dropout: a round shows each pair once, and the rounds are few."""

    def __init__(self, weights: dict[str, torch.Tensor], layer: int):
        super().__init__()
        self.qkv, self.o, self.i, self.f = (linear(weights, f"{layer}.{part}") for part in ("qkv", "o", "i", "f"))
        self.ln1, self.ln2 = (norm(weights, f"{layer}.{part}") for part in ("ln1", "ln2"))
        self.rounds = False

    def forward(self, x: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
        rows, size, _ = x.shape
        as_run = rounded if self.rounds else nn.Identity()
        q, k, v = self.qkv(as_run(x)).view(rows, size, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        # By hand: on a processor PyTorch's own step takes a quarter of a whole training step more.
        seen = torch.softmax(q @ k.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + hidden, -1).to(v.dtype) @ v
        x = self.ln1(x + self.o(as_run(seen.transpose(1, 2).reshape(rows, size, WIDTH))))
        inner = F.gelu(self.i(as_run(x.clamp(-READ_TO, READ_TO)))).clamp(max=WRITTEN_TO)
        return self.ln2(x + self.f(as_run(inner)))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        weights = base_weights()
        for name, size in (("w", VOCABULARY), ("t", 2), ("p", PLACES)):
            table = nn.Embedding(size, WIDTH)
            table.weight.data = weights[name]
            # Words that no pair holds keep their place among those that some hold.
            table.weight.requires_grad = False
            setattr(self, name, table)
        self.ln = norm(weights, "ln")
        self.layers = nn.ModuleList(Layer(weights, layer) for layer in range(LAYERS))

    def forward(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        places = self.p(torch.arange(ids.shape[1]))[None]
        hidden = torch.where(mask, 0.0, -10_000.0)[:, None, None, :]
        x = self.ln(self.w(ids) + self.t(types) + places)
        for layer in self.layers:
            x = layer(x, hidden)
        return x


class CrossEncoder(nn.Module):
    """Log-odds that one answer serves both texts of `[CLS] one [SEP] other [SEP]`."""

    def __init__(self):
        super().__init__()
        self.e = Encoder()
        self.h, self.c, self.d = nn.Linear(2 * WIDTH, WIDTH), nn.Linear(WIDTH, 1), nn.Dropout(0.1)

    def round_products(self) -> None:
        for layer in self.e.layers:
            layer.rounds = True

    def forward(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        x = self.e(ids, types, mask)
        weight = mask[..., None].float()
        read = torch.cat([x[:, 0], (x * weight).sum(1) / weight.sum(1)], 1)
        return self.c(self.d(torch.tanh(self.h(read))))[:, 0]
