"""The released notebooks' cells, as the sandbox's shell reads them."""

import json

from IPython.core.inputtransformer2 import TransformerManager
from parts import ROOT

from autograder.sandbox.shell import Transformers


def test_the_courses_own_cells_become_what_IPython_makes_of_them():
    cells = [
        "".join(cell["source"])
        for path in ROOT.glob("assignments/*/*.ipynb")
        for cell in json.loads(path.read_text())["cells"]
        if cell["cell_type"] == "code"
    ]
    assert len(cells) > 50
    for cell in cells:
        assert Transformers().transform_cell(cell) == TransformerManager().transform_cell(cell)
