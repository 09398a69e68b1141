"""Public checks of resnet_block, made from the grader's. The notebook runs them: grader.check("resnet_block")"""

OK_FORMAT = False

import torch
from compare import Defined, show
from otter.test_files import test_case

name = "resnet_block"


@test_case(name='A later stage maps (4, 3, 8, 8) to (4, 6, 4, 4), the first stage keeps (4, 3, 8, 8).')
def test_stage_halves_and_widens(env):
    student = Defined(env)
    X = torch.randn(4, 3, 8, 8)
    later, first = student.resnet_block(3, 6, 2), student.resnet_block(3, 3, 2, first_block=True)
    assert callable(later) and callable(first), f"an nn.Sequential expected, yours is {show(later)}"
    assert len(later) == 2 and len(first) == 2, "two blocks expected in each stage"
    assert tuple(later(X).shape) == (4, 6, 4, 4), f"shape (4, 6, 4, 4) expected, yours is {tuple(later(X).shape)}"
    assert tuple(first(X).shape) == (4, 3, 8, 8), f"shape (4, 3, 8, 8) expected, yours is {tuple(first(X).shape)}"
