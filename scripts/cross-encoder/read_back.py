"""Reads an exported network back into weights to train on from: what 8 bits keep of them. Arguments: ONNX network, file to write.

Exported again without training, they give the same network byte for byte.
"""

import sys

import numpy as np
import onnx
import torch
from network import CrossEncoder
from onnx import numpy_helper

source, target = sys.argv[1:]
stored = {one.name: numpy_helper.to_array(one) for one in onnx.load(source).graph.initializer}


def weights_of(name: str) -> np.ndarray:
    layer = name.rsplit(".", 1)[0]
    table = layer.removeprefix("e.")
    if f"{table}.rows" in stored:
        return (stored[f"{table}.rows"].astype(np.float32) - stored[f"{table}.zero"]) * stored[f"{table}.scale"]
    if name.endswith(".weight") and f"{layer}.w" in stored:
        return (stored[f"{layer}.w"].astype(np.float32) * stored[f"{layer}.s"]).T
    return stored[name].T if name in ("h.weight", "c.weight") else stored[name]


shapes = {name: value.shape for name, value in CrossEncoder().state_dict().items()}
torch.save(
    {name: torch.tensor(np.array(weights_of(name), np.float32)).reshape(shape) for name, shape in shapes.items()}, target
)
