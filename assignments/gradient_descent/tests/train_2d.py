"""Public checks of train_2d, made from the grader's. The notebook runs them: grader.check("train_2d")"""

OK_FORMAT = False

import torch
from compare import Defined, as_numbers, message, same
from otter.test_files import test_case

name = "train_2d"


@test_case(name='Two steps that halve x1 and negate x2 lead from (8, 1) to (4, \u22121) and (2, 1).')
def test_train_2d_collects_the_points(env):
    student = Defined(env)
    way = student.train_2d(lambda x1, x2: (x1 / 2, -x2), 2, (8.0, 1.0))
    same(
        torch.tensor([as_numbers(pair, "a point") for pair in way]),
        torch.tensor([[8.0, 1.0], [4.0, -1.0], [2.0, 1.0]]),
        "the points",
    )


@test_case(name='Two turns by a right angle lead from (1, 2) to (\u22122, 1) and (\u22121, \u22122).')
def test_train_2d_calls_the_trainer_once_a_step(env):
    student = Defined(env)
    way = student.train_2d(lambda x1, x2: (-x2, x1), 2, (1.0, 2.0))
    same(
        torch.tensor([as_numbers(pair, "a point") for pair in way]),
        torch.tensor([[1.0, 2.0], [-2.0, 1.0], [-1.0, -2.0]]),
        "the points (each step is one call of the trainer, with both coordinates of the point before)",
    )


@test_case(name='A trainer that stands still gives 21 points, all of them the default start (\u22125, \u22122).')
def test_train_2d_stands_still_for_twenty_steps(env):
    student = Defined(env)
    way = list(student.train_2d(lambda x1, x2: (x1, x2)))
    assert len(way) == 21, message(
        "expected 21 points, the start and one for each of 20 steps, got {count}", count=len(way)
    )
    for pair in (way[0], way[-1]):
        same(torch.tensor(as_numbers(pair, "a point")), torch.tensor([-5.0, -2.0]), "a point")
