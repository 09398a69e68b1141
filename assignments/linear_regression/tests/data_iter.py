"""Public checks of data_iter, made from the grader's. The notebook runs them: grader.check("data_iter")"""

OK_FORMAT = False

import itertools
import torch
from compare import Defined, parts
from otter.test_files import test_case

name = "data_iter"


@test_case(name='Ten examples in minibatches of four come as 4 + 4 + 2, each example once, beside its own label.')
def test_data_iter_covers_ten_examples_in_fours(env):
    student = Defined(env)
    X = torch.arange(20.0).reshape(10, 2)
    everything = X[:, 0].tolist()
    seen = []
    for batch in itertools.islice(student.data_iter(4, X, 10 * X[:, :1]), 10):
        A, b = parts(batch, 2, "a minibatch")
        assert A.shape[1:] == (2,) and len(A) <= 4, f"features of shape (4, 2) expected, yours are {tuple(A.shape)}"
        assert b.shape == (len(A), 1), f"labels of shape {(len(A), 1)} expected, yours are {tuple(b.shape)}"
        assert torch.equal(b, 10 * A[:, :1]), "a row of X stands beside another row's y"
        seen.append(sorted(A[:, 0].tolist()))
    assert [len(s) for s in seen] == [4, 4, 2], f"minibatches of 4, 4, 2 expected, yours are {[len(s) for s in seen]}"
    assert sorted(sum(seen, [])) == everything, "each example once expected"
