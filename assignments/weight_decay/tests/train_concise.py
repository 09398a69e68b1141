"""Public checks of train_concise, made from the grader's. The notebook runs them: grader.check("train_concise")"""

OK_FORMAT = False

import torch
from compare import Defined
from otter.test_files import test_case

name = "train_concise"


@test_case(name='On y = 2x + 1 without decay the prediction for x = 1 is 3, and with a large decay it is nearly the bias, 1.')
def test_train_concise_shrinks_the_weight(env):
    student = Defined(env)
    X = torch.linspace(-1, 1, 20).reshape(-1, 1)
    data = [(X, 2 * X + 1)]
    for wd, expected in ((0.0, 3.0), (100.0, 1.0)):
        net = student.train_concise(wd, data, 1, num_epochs=600, lr=0.01 if wd else 0.1)
        found = net(torch.ones(1, 1)).item()
        assert abs(found - expected) < 0.05, (
            f"with wd={wd:g}: a prediction near {expected} expected, yours is {found:.3f}"
        )
