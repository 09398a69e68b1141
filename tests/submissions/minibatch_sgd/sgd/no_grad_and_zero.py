# score: 2 of 2
# no_grad, in-place subtraction, grad.zero_()
def sgd(params, states, hyperparams):
    with torch.no_grad():
        for p in params:
            p -= hyperparams["lr"] * p.grad
            p.grad.zero_()
