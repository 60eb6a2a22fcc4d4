"""Writes the mean of two trainings' weights. Arguments: file to write, the share of the first (0 to 1), first, second.

What was learnt last made readings of some plain rewordings jump; the mean with where it began keeps both.
"""

import sys

import torch

target, share, *sources = sys.argv[1:]
first, second = (torch.load(source) for source in sources)
torch.save({name: float(share) * first[name] + (1 - float(share)) * second[name] for name in first}, target)
