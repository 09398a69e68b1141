# score: 1.6 of 2
# turns requires_grad off to be allowed to change the leaf, and never on again
def sgd(params, states, hyperparams):
    for p in params:
        p.requires_grad_(False)
        p -= hyperparams["lr"] * p.grad
        p.grad = None
