# score: 0 of 2
# divides by a batch size of 10, though the gradient is already that of the mean loss
def sgd(params, states, hyperparams):
    with torch.no_grad():
        for p in params:
            p -= hyperparams["lr"] * p.grad / hyperparams.get("batch_size", 10)
            p.grad.zero_()
