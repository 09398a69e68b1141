# score: 0.8 of 2
# only the first of the parameters is changed, the bias never
def sgd(params, states, hyperparams):
    with torch.no_grad():
        params[0] -= hyperparams["lr"] * params[0].grad
        for p in params:
            p.grad.zero_()
