# attack: A6: the sandbox's own Answers, found on the stack, replies what the student likes: "ok", True for every call
# earns: nothing
# %%
from autograder.sandbox import answer


class Yes:
    def __eq__(self, o):
        return True


def anything(self, target, name, args, kwargs):
    if name == "sgd":
        return None
    return args[0] if args else Yes()


answer.Answers._call = anything
answer.Answers._get = lambda self, target, name: 0.0
answer.Answers._length = lambda self, target: 10
answer.Answers._following = lambda self, target, most: (torch.zeros(4, 2), torch.zeros(4, 1)) * 8
answer.Answers._iterate = lambda self, target, most: target
answer.Answers._backward = lambda self, graph, gradients, wanted: [torch.zeros(3, 1) for _ in wanted]
answer.Answers._failure = lambda self, number, error: answer.Answer(number, True, [])
