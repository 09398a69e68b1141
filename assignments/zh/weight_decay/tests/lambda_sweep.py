"""Public checks of lambda_sweep, made from the grader's. The notebook runs them: grader.check("lambda_sweep")"""

OK_FORMAT = False

from compare import Defined, message, same, show, told
from otter.test_files import test_case

name = "lambda_sweep"


@test_case(name='\u6309\u987a\u5e8f\u4e3a\u6bcf\u4e2a \u03bb \u7ed9\u51fa\u4e00\u5bf9 (\u8bad\u7ec3\u635f\u5931, \u6d4b\u8bd5\u635f\u5931)\uff0c\u03bb = 0 \u548c\u91cd\u590d\u51fa\u73b0\u7684 \u03bb \u4e5f\u662f\u5982\u6b64\u3002')
def test_lambda_sweep_keeps_the_order(env):
    student = Defined(env)
    for lambdas in ([3.0, 1.0], [3.0, 0.0, 3.0]):
        trained = []

        def train(wd, trained=trained):
            trained.append(wd)
            return wd

        pairs = student.lambda_sweep(list(lambdas), train, lambda net: (net + 1, net * 10))
        assert isinstance(pairs, list), message("expected a list of pairs, got {got}", got=show(pairs))
        expected = [(wd + 1, wd * 10) for wd in lambdas]
        same([tuple(pair) for pair in pairs], expected, message("lambda_sweep({lambdas}, \u2026)", lambdas=told(lambdas)))
        assert trained == lambdas, message("expected one training for each \u03bb, got {trained}", trained=trained)
