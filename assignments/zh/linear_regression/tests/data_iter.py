"""Public checks of data_iter, made from the grader's. The notebook runs them: grader.check("data_iter")"""

OK_FORMAT = False

import itertools
import torch
from compare import Defined, message, parts
from otter.test_files import test_case

name = "data_iter"


@test_case(name='\u5341\u4e2a\u6837\u672c\u6309\u56db\u4e2a\u4e00\u6279\uff0c\u5f97\u5230 4 + 4 + 2\uff0c\u6bcf\u4e2a\u6837\u672c\u6070\u597d\u4e00\u6b21\uff0c\u5e76\u4e0e\u81ea\u5df1\u7684\u6807\u7b7e\u5e76\u5217\u3002')
def test_data_iter_covers_ten_examples_in_fours(env):
    student = Defined(env)
    X = torch.arange(20.0).reshape(10, 2)
    everything = X[:, 0].tolist()
    seen = []
    for batch in itertools.islice(student.data_iter(4, X, 10 * X[:, :1]), 10):
        pair = "a minibatch: a pair (X, y) from `yield` (`return` ends the function at the first one)"
        A, b = parts(batch, 2, pair)
        assert A.shape[1:] == (2,) and len(A) <= 4, message(
            "expected features of shape (4, 2), got {got}", got=tuple(A.shape)
        )
        assert b.shape == (len(A), 1), message(
            "expected labels of shape {shape}, got {got}",
            shape=(len(A), 1),
            got=tuple(b.shape),
        )
        assert torch.equal(b, 10 * A[:, :1]), "a row of X comes with another row's y: use the same indices for both"
        seen.append(sorted(A[:, 0].tolist()))
    assert [len(s) for s in seen] == [4, 4, 2], message(
        "expected minibatches of 4, 4 and 2 examples, got {sizes}", sizes=[len(s) for s in seen]
    )
    assert sorted(sum(seen, [])) == everything, "expected each example once per pass: some are missing, and others are repeated"


@test_case(name='\u904d\u5386 60 \u4e2a\u6837\u672c\u65f6\u987a\u5e8f\u968f\u673a\uff0c\u4e0b\u4e00\u6b21\u904d\u5386\u7684\u987a\u5e8f\u4e0d\u540c\uff0c\u6570\u636e\u4fdd\u6301\u539f\u6837\u3002')
def test_data_iter_has_a_new_random_order(env):
    student = Defined(env)
    X, y = torch.arange(60.0).reshape(60, 1), torch.arange(60.0)
    orders = []
    for _ in range(3):
        batches = [batch[0].flatten().tolist() for batch in itertools.islice(student.data_iter(8, X, y), 20)]
        order = sum(batches, [])
        assert order != sorted(order), "the order of a pass is the order of the data: shuffle the indices"
        together = [batch for batch in batches if max(batch) - min(batch) == len(batch) - 1]
        assert len(together) < len(batches), "each minibatch holds neighbors: shuffle examples, not whole minibatches"
        steps = [after - before for before, after in zip(order, order[1:], strict=False)]
        assert max(steps.count(step) for step in steps) < 30, "expected a random order, got one that follows a rule"
        rising = sum(step > 0 for step in steps)
        assert 12 < rising < 47, "expected a random order, but most examples stay near their place in the data"
        early = sum(example < 30 for example in order[:30])
        assert 2 < early < 28, "expected a random order, but the two halves of the data stay apart"
        orders.append((order, {frozenset(batch) for batch in batches}))
    assert len({tuple(order) for order, _ in orders}) > 1, "all passes have the same order: shuffle at each call"
    assert len(orders[0][1] & orders[1][1] & orders[2][1]) < 7, "the same examples come together in each pass: shuffle examples, not minibatches"
    assert torch.equal(X.flatten(), y) and torch.equal(y, torch.arange(60.0)), "the features or labels were changed: shuffle a list of indices instead"
