"""The cross-encoder as a PyTorch module: the shipped MiniLM, read from its 8-bit ONNX weights, with a head on top."""

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.nn import functional as F

EMBEDDER = "models/all-MiniLM-L6-v2"
LAYERS, WIDTH, HEADS, VOCABULARY, PLACES = 6, 384, 12, 30522, 512
FIRST_MATMUL, MATMULS_A_LAYER = 775, 13
# Where a layer's inner product ends what it is given and what it gives: a few values of 30 would take the 256 steps from all others.
READ_TO, WRITTEN_TO = 8.0, 6.0
MATMULS = (("o", 0), ("i", 1), ("f", 2))


def matmul_name(layer: int, offset: int) -> str:
    """How the exported graph calls the weights of a layer's output, inner and outer product."""
    return f"onnx::MatMul_{FIRST_MATMUL + MATMULS_A_LAYER * layer + offset}"


def embedder_weights() -> dict[str, torch.Tensor]:
    model = onnx.load(f"{EMBEDDER}/onnx/model_quantized.onnx")
    stored = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}

    def restored(name: str) -> np.ndarray:
        weights, zero = (stored[f"{name}_{part}"].astype(np.float32) for part in ("quantized", "zero_point"))
        return (weights - zero) * stored[f"{name}_scale"].astype(np.float32)

    weights = {table: restored(f"{table}.weight") for table in "wtp"}
    weights |= {"ln.w": stored["ln.weight"], "ln.b": stored["ln.bias"]}
    for layer in range(LAYERS):
        weights[f"{layer}.qkv.w"] = restored(f"Attention_{layer}_qkv_weight")
        weights[f"{layer}.qkv.b"] = stored[f"Attention_{layer}_qkv_bias"]
        for part, offset in MATMULS:
            weights[f"{layer}.{part}.w"] = restored(matmul_name(layer, offset))
            weights[f"{layer}.{part}.b"] = stored[f"l.{layer}.{part}.bias"]
        for norm in ("ln1", "ln2"):
            weights[f"{layer}.{norm}.w"] = stored[f"l.{layer}.{norm}.weight"]
            weights[f"{layer}.{norm}.b"] = stored[f"l.{layer}.{norm}.bias"]
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
    def __init__(self, weights: dict[str, torch.Tensor], layer: int, dropout: float):
        super().__init__()
        self.qkv, self.o, self.i, self.f = (linear(weights, f"{layer}.{part}") for part in ("qkv", "o", "i", "f"))
        self.ln1, self.ln2 = (norm(weights, f"{layer}.{part}") for part in ("ln1", "ln2"))
        self.d = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        rows, size, _ = x.shape
        as_run = rounded if self.training else nn.Identity()
        q, k, v = self.qkv(as_run(x)).view(rows, size, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        x = self.ln1(x + self.d(self.o(as_run(seen.transpose(1, 2).reshape(rows, size, WIDTH)))))
        inner = F.gelu(self.i(as_run(x.clamp(-READ_TO, READ_TO)))).clamp(max=WRITTEN_TO)
        return self.ln2(x + self.d(self.f(as_run(inner))))


class Encoder(nn.Module):
    def __init__(self, dropout: float = 0.1):
        super().__init__()
        weights = embedder_weights()
        for name, size in (("w", VOCABULARY), ("t", 2), ("p", PLACES)):
            table = nn.Embedding(size, WIDTH)
            table.weight.data = weights[name]
            # Words that no pair holds keep their place among those that some hold.
            table.weight.requires_grad = False
            setattr(self, name, table)
        self.ln = norm(weights, "ln")
        self.d = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(weights, layer, dropout) for layer in range(LAYERS))

    def forward(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        places = self.p(torch.arange(ids.shape[1]))[None]
        x = self.d(self.ln(self.w(ids) + self.t(types) + places))
        for layer in self.layers:
            x = layer(x, mask)
        return x


class CrossEncoder(nn.Module):
    """Log-odds that one answer serves both texts of `[CLS] one [SEP] other [SEP]`."""

    def __init__(self):
        super().__init__()
        self.e = Encoder()
        self.h, self.c, self.d = nn.Linear(2 * WIDTH, WIDTH), nn.Linear(WIDTH, 1), nn.Dropout(0.1)

    def forward(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        x = self.e(ids, types, mask)
        weight = mask[..., None].float()
        read = torch.cat([x[:, 0], (x * weight).sum(1) / weight.sum(1)], 1)
        return self.c(self.d(torch.tanh(self.h(read))))[:, 0]
