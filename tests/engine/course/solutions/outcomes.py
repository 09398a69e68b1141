# %% [markdown]
r"""
# What becomes of an answer

Each exercise asks for the same: twice its argument. It is named for what becomes of the answer that is kept for it.
"""

# %%
import random

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


# %% exercise="passes"
def passes(x):
    r"""Return 2x, for a tensor x, as a new tensor of the same dtype."""
    twice_for_passes = x + x
    return twice_for_passes


# %% exercise="fails"
def fails(x):
    r"""Return 2x, for a tensor x, as a new tensor of the same dtype."""
    twice_for_fails = x + x
    return twice_for_fails


# %% exercise="raises"
def raises(x):
    r"""Return 2x, for a tensor x, as a new tensor of the same dtype."""
    twice_for_raises = x + x
    return twice_for_raises


# %% exercise="hangs"
def hangs(x):
    r"""Return 2x, for a tensor x, as a new tensor of the same dtype."""
    twice_for_hangs = x + x
    return twice_for_hangs


# %% exercise="crashes"
def crashes(x):
    r"""Return 2x, for a tensor x, as a new tensor of the same dtype."""
    twice_for_crashes = x + x
    return twice_for_crashes


# %% exercise="forks"
def forks(x):
    r"""Return 2x, for a tensor x, as a new tensor of the same dtype."""
    twice_for_forks = x + x
    return twice_for_forks


# %% exercise="prints"
def prints(x):
    r"""Return 2x, for a tensor x, as a new tensor of the same dtype."""
    twice_for_prints = x + x
    return twice_for_prints


# %% exercise="untouched"
def untouched(x):
    r"""Return 2x, for a tensor x, as a new tensor of the same dtype."""
    twice_for_untouched = x + x
    return twice_for_untouched


# %% exercise="uses_another"
def uses_another(x):
    r"""Return 4x, for a tensor x: twice what `fails` gives for it."""
    doubled_by_another = fails(x)
    return 2 * doubled_by_another


# %% tags=["demo", "active-ipynb"]
# print(passes(torch.ones(2)), uses_another(torch.ones(2)))
