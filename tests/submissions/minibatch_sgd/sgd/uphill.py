# score: 0 of 2
# adds lr * grad
def sgd(params, states, hyperparams):
    with torch.no_grad():
        for p in params:
            p += hyperparams["lr"] * p.grad
            p.grad.zero_()
