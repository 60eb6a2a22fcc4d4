"""Writes trained weights as an 8-bit ONNX network. Arguments: weights, file."""

import sys

import numpy as np
import onnx
import torch
from network import HEADS, LAYERS, READ_TO, WRITTEN_TO
from onnx import TensorProto, helper, numpy_helper

source, target = sys.argv[1:]
trained = {name: value.float().numpy() for name, value in torch.load(source).items()}
nodes: list[onnx.NodeProto] = []
constants: list[onnx.TensorProto] = []


def constant(name: str, value: np.ndarray) -> str:
    constants.append(numpy_helper.from_array(np.array(value, order="C"), name))
    return name


def kept_as_is(name: str) -> str:
    return constant(name, trained[name])


def step(kind: str, inputs: list[str], out: str | list[str], domain: str = "", **attributes: object) -> str:
    outs = [out] if isinstance(out, str) else out
    nodes.append(helper.make_node(kind, inputs, outs, domain=domain, **attributes))
    return outs[0]


def looked_up(table: str, at: str) -> str:
    """Rows of a table of 256 steps between its least and greatest value."""
    weights = trained[f"e.{table}.weight"]
    low, high = min(0, weights.min()), max(0, weights.max())
    scale = (high - low) / 255
    zero = round(-low / scale)
    rows = constant(f"{table}.rows", np.clip(np.round(weights / scale) + zero, 0, 255).astype(np.uint8))
    found = step("Gather", [rows, at], f"{table}.found")
    parts = [constant(f"{table}.scale", np.array(scale, np.float32)), constant(f"{table}.zero", np.array(zero, np.uint8))]
    return step("DequantizeLinear", [found, *parts], f"{table}.out")


def by_column(name: str) -> tuple[str, str, str]:
    """A product's weights, their scales and zeros, one a column."""
    weights = trained[f"{name}.weight"].T
    scale = np.maximum(np.abs(weights).max(0), 1e-8) / 127
    rounded = np.clip(np.round(weights / scale), -127, 127).astype(np.int8)
    zeros = np.zeros(weights.shape[1], np.int8)
    return constant(f"{name}.w", rounded), constant(f"{name}.s", scale.astype(np.float32)), constant(f"{name}.z", zeros)


def rounded(x: str) -> tuple[str, str, str]:
    parts = [f"{x}.r", f"{x}.rs", f"{x}.rz"]
    step("DynamicQuantizeLinear", [x], parts)
    return parts[0], parts[1], parts[2]


def ended(x: str, low: float, high: float) -> str:
    ends = [constant(f"{x}.low", np.array(low, np.float32)), constant(f"{x}.high", np.array(high, np.float32))]
    return step("Clip", [x, *ends], f"{x}.ended")


def product(x: str, name: str) -> str:
    """Without its bias, which the step after it adds."""
    (whole, scale, zero), (weights, scales, zeros) = rounded(x), by_column(name)
    multiplied = step("MatMulInteger", [whole, weights, zero, zeros], f"{name}.whole")
    floats = step("Cast", [multiplied], f"{name}.cast", to=TensorProto.FLOAT)
    return step("Mul", [floats, step("Mul", [scale, scales], f"{name}.scales")], f"{name}.out")


def normed(x: str, name: str) -> str:
    parts = [kept_as_is(f"{name}.weight"), kept_as_is(f"{name}.bias")]
    return step("LayerNormalization", [x, *parts], f"{name}.out", epsilon=1e-12)


def added(x: str, seen: str, linear: str, norm: str) -> str:
    """`x` and what a linear layer makes of `seen`, normed."""
    # A sum and a norm: the runtime's one step for both takes four times as long, and it would make that of an `Add`.
    return normed(step("Sum", [product(seen, linear), x, kept_as_is(f"{linear}.bias")], f"{linear}.sum"), norm)


def layer_after(x: str, of: str, masked: str) -> str:
    (whole, scale, zero), (weights, scales, zeros) = rounded(x), by_column(f"{of}.qkv")
    bias = kept_as_is(f"{of}.qkv.bias")
    inputs = [whole, weights, bias, scale, scales, masked, zero, zeros, ""]
    seen = step("QAttention", inputs, f"{of}.seen", domain="com.microsoft", num_heads=HEADS)
    x = added(x, seen, f"{of}.o", f"{of}.ln1")
    inner = product(ended(x, -READ_TO, READ_TO), f"{of}.i")
    bent = step("BiasGelu", [inner, kept_as_is(f"{of}.i.bias")], f"{of}.bent", domain="com.microsoft")
    return added(x, ended(bent, -WRITTEN_TO, WRITTEN_TO), f"{of}.f", f"{of}.ln2")


def whole_number(name: str, value: int | list[int]) -> str:
    return constant(name, np.array(value, np.int64))


first, second, third = (whole_number(f"axis.{axis}", [axis]) for axis in range(3))
zero, one = whole_number("zero", 0), whole_number("one", 1)
size = step("Gather", [step("Shape", ["input_ids"], "shape"), one], "size", axis=0)
places = step("Unsqueeze", [step("Range", [zero, size, one], "range"), first], "places")
words = step("Add", [looked_up("w", "input_ids"), looked_up("t", "token_type_ids")], "words")
state = normed(step("Add", [words, looked_up("p", places)], "placed"), "e.ln")
counted = step("Cast", ["attention_mask"], "mask.whole", to=TensorProto.INT32)
masked = step("ReduceSum", [counted, second], "mask.sizes", keepdims=0)
for layer in range(LAYERS):
    state = layer_after(state, f"e.layers.{layer}", masked)
rows = step("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
kept = step("Mul", [state, step("Unsqueeze", [rows, third], "mask.rows")], "kept")
count = step("ReduceSum", [rows, second], "count", keepdims=1)
mean = step("Div", [step("ReduceSum", [kept, second], "sum", keepdims=0), count], "mean")
read = step("Concat", [step("Gather", [state, zero], "first", axis=1), mean], "read", axis=1)


def gemm(x: str, name: str, out: str) -> str:
    parts = [constant(f"{name}.weight", trained[f"{name}.weight"].T), kept_as_is(f"{name}.bias")]
    return step("Gemm", [x, *parts], out)


gemm(step("Tanh", [gemm(read, "h", "hidden")], "bent"), "c", "score")
inputs = [
    helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "size"])
    for name in ("input_ids", "attention_mask", "token_type_ids")
]
outputs = [helper.make_tensor_value_info("score", TensorProto.FLOAT, ["batch", 1])]
graph = helper.make_graph(nodes, "same-answer", inputs, outputs, constants)
opsets = [helper.make_opsetid("", 14), helper.make_opsetid("com.microsoft", 1)]
onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=7, producer_name="strata"), target)
