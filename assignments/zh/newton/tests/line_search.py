"""Public checks of line_search, made from the grader's. The notebook runs them: grader.check("line_search")"""

OK_FORMAT = False

import torch
from compare import Defined, same
from otter.test_files import test_case

name = "line_search"


@test_case(name='\u5728 5x\xb2 \u4e0a\u4ece (1, 1) \u51fa\u53d1\uff0c\u6b65\u957f 1\u30010.5 \u548c 0.25 \u592a\u957f\uff0c0.125 \u5408\u9002\u3002')
def test_line_search_halves_the_step_on_a_steep_bowl(env):
    student = Defined(env)
    step = student.line_search(lambda x: 5 * float((x * x).sum()), lambda x: 10 * x, torch.tensor([1.0, 1.0]))
    same(step, 0.125, "the step")


@test_case(name='\u5728 5x\xb2 \u4e0a\u4ece (1, 1) \u51fa\u53d1\uff1aeta \u4e3a 1\u3001beta \u4e3a 0.1 \u65f6\u5f97\u5230 0.1\uff1beta \u4e3a 0.1 \u6216\u68af\u5ea6\u4e3a\u96f6\u65f6\u5f97\u5230 eta \u672c\u8eab\u3002')
def test_line_search_uses_its_arguments(env):
    student = Defined(env)
    f, gradf, x = lambda x: 5 * float((x * x).sum()), lambda x: 10 * x, torch.tensor([1.0, 1.0])
    mistakes = {"halved, whatever beta is": 0.125}
    same(student.line_search(f, gradf, x, 1.0, 0.1), 0.1, "the step with beta 0.1", looks_like=lambda: mistakes)
    mistakes = {"a start at 1, whatever eta is": 0.125, "a reduction before the first test": 0.05}
    same(student.line_search(f, gradf, x, 0.1), 0.1, "the step from eta 0.1", looks_like=lambda: mistakes)
    step = student.line_search(f, gradf, torch.zeros(2), 1.0)
    same(step, 1.0, "the step at the minimum, where both sides of the condition are equal")


@test_case(name='\u5728 5x\xb2 \u4e0a\u4ece (1, 1) \u51fa\u53d1\uff0cc \u4e3a \xbd \u65f6\uff0c\u6b65\u957f 0.16 \u4f7f f \u4e0b\u964d\uff0c\u4f46\u8fd8\u4e0d\u591f\uff1a\u51cf\u534a\u4e3a 0.08\u3002')
def test_line_search_asks_for_a_share_of_the_slope(env):
    student = Defined(env)
    f, gradf, x = lambda x: 5 * float((x * x).sum()), lambda x: 10 * x, torch.tensor([1.0, 1.0])
    mistakes = {"any decrease that will do, or the norm in place of its square": 0.16}
    same(student.line_search(f, gradf, x, 0.16, 0.5, 0.5), 0.08, "the step with c 0.5", looks_like=lambda: mistakes)
