# score: 2 of 2
# computes a new value and copies it into the detached tensor, gradient replaced by new zeros
def sgd(params, states, hyperparams):
    for p in params:
        new = p.detach() - hyperparams["lr"] * p.grad
        p.detach().copy_(new)
        p.grad = torch.zeros_like(p)
