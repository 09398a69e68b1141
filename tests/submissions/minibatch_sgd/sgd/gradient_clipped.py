# score: 0 of 2
# clips the gradient to [-1, 1] "for stability", so that large gradients make another step than lr * grad
def sgd(params, states, hyperparams):
    with torch.no_grad():
        for p in params:
            p -= hyperparams["lr"] * p.grad.clamp(-1, 1)
            p.grad.zero_()
