"""Public checks of train_2d, made from the grader's. The notebook runs them: grader.check("train_2d")"""

OK_FORMAT = False

import torch
from compare import Defined, as_numbers, message, same
from otter.test_files import test_case

name = "train_2d"


@test_case(name='\u4f7f x1 \u51cf\u534a\u3001\u4f7f x2 \u53d8\u53f7\u7684\u4e24\u6b65\uff0c\u4ece (8, 1) \u5230\u8fbe (4, \u22121) \u548c (2, 1)\u3002')
def test_train_2d_collects_the_points(env):
    student = Defined(env)
    way = student.train_2d(lambda x1, x2: (x1 / 2, -x2), 2, (8.0, 1.0))
    same(
        torch.tensor([as_numbers(pair, "a point") for pair in way]),
        torch.tensor([[8.0, 1.0], [4.0, -1.0], [2.0, 1.0]]),
        "the points",
    )


@test_case(name='\u8f6c\u4e24\u6b21\u76f4\u89d2\uff0c\u4ece (1, 2) \u5230\u8fbe (\u22122, 1) \u548c (\u22121, \u22122)\u3002')
def test_train_2d_calls_the_trainer_once_a_step(env):
    student = Defined(env)
    way = student.train_2d(lambda x1, x2: (-x2, x1), 2, (1.0, 2.0))
    same(
        torch.tensor([as_numbers(pair, "a point") for pair in way]),
        torch.tensor([[1.0, 2.0], [-2.0, 1.0], [-1.0, -2.0]]),
        "the points (each step is one call of the trainer, with both coordinates of the point before)",
    )


@test_case(name='\u539f\u5730\u4e0d\u52a8\u7684 trainer \u7ed9\u51fa 21 \u4e2a\u70b9\uff0c\u90fd\u662f\u9ed8\u8ba4\u7684\u8d77\u70b9 (\u22125, \u22122)\u3002')
def test_train_2d_stands_still_for_twenty_steps(env):
    student = Defined(env)
    way = list(student.train_2d(lambda x1, x2: (x1, x2)))
    assert len(way) == 21, message(
        "expected 21 points, the start and one for each of 20 steps, got {count}", count=len(way)
    )
    for pair in (way[0], way[-1]):
        same(torch.tensor(as_numbers(pair, "a point")), torch.tensor([-5.0, -2.0]), "a point")
