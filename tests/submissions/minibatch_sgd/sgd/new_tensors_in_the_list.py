# score: 0 of 2
# puts new tensors into the list instead of changing the tensors themselves; the list does not stay as it is
def sgd(params, states, hyperparams):
    for i, p in enumerate(params):
        params[i] = (p.detach() - hyperparams["lr"] * p.grad).requires_grad_()
        p.grad = None
