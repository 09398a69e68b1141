# score: 1.6 of 2
# the reset is outside of the loop (indentation), so that only the last gradient is reset
def sgd(params, states, hyperparams):
    with torch.no_grad():
        for p in params:
            p -= hyperparams["lr"] * p.grad
        p.grad.zero_()
