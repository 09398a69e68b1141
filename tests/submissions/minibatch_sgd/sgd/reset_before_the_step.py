# score: 0 of 2
# the gradient is zeroed before the step, so that nothing moves
def sgd(params, states, hyperparams):
    with torch.no_grad():
        for p in params:
            p.grad.zero_()
            p -= hyperparams["lr"] * p.grad
