# score: 0.8 of 2
# a learning rate of its own in place of the one in hyperparams
def sgd(params, states, hyperparams):
    with torch.no_grad():
        for p in params:
            p -= 0.1 * p.grad
            p.grad.zero_()
