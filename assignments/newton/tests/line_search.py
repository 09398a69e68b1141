"""Public checks of line_search, made from the grader's. The notebook runs them: grader.check("line_search")"""

OK_FORMAT = False

import torch
from compare import Defined, same
from otter.test_files import test_case

name = "line_search"


@test_case(name='On 5x\xb2 from (1, 1), steps of 1, 0.5 and 0.25 are too long, and 0.125 is not.')
def test_line_search_halves_the_step_on_a_steep_bowl(env):
    student = Defined(env)
    step = student.line_search(lambda x: 5 * float((x * x).sum()), lambda x: 10 * x, torch.tensor([1.0, 1.0]))
    same(step, 0.125, "the step")


@test_case(name='On 5x\xb2 from (1, 1): 0.1 from eta 1 with beta 0.1, and eta itself where eta is 0.1 or the gradient is zero.')
def test_line_search_uses_its_arguments(env):
    student = Defined(env)
    f, gradf, x = lambda x: 5 * float((x * x).sum()), lambda x: 10 * x, torch.tensor([1.0, 1.0])
    mistakes = {"a halved step, whatever beta is": 0.125}
    same(student.line_search(f, gradf, x, 1.0, 0.1), 0.1, "the step with beta 0.1", looks_like=lambda: mistakes)
    mistakes = {"a start at 1, whatever eta is": 0.125, "a reduction before the first test": 0.05}
    same(student.line_search(f, gradf, x, 0.1), 0.1, "the step from eta 0.1", looks_like=lambda: mistakes)
    step = student.line_search(f, gradf, torch.zeros(2), 1.0)
    same(step, 1.0, "the step at the minimum, where both sides of the condition are equal")


@test_case(name='On 5x\xb2 from (1, 1) with c \xbd, a step of 0.16 decreases f, but not enough: it is halved to 0.08.')
def test_line_search_asks_for_a_share_of_the_slope(env):
    student = Defined(env)
    f, gradf, x = lambda x: 5 * float((x * x).sum()), lambda x: 10 * x, torch.tensor([1.0, 1.0])
    mistakes = {"any decrease that will do, or the norm instead of its square": 0.16}
    same(student.line_search(f, gradf, x, 0.16, 0.5, 0.5), 0.08, "the step with c 0.5", looks_like=lambda: mistakes)
