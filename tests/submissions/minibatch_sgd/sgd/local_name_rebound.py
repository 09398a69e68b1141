# score: 0 of 2
# p = p - lr * grad binds a local name, the tensors are not changed
def sgd(params, states, hyperparams):
    with torch.no_grad():
        for p in params:
            g = p.grad.clone()
            p.grad.zero_()
            p = p - hyperparams["lr"] * g
