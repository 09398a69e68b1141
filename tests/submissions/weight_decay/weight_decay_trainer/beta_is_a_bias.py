# score: 2.14 of 3
# a beta is not decayed either
def weight_decay_trainer(net, lr, wd):
    weights, biases = [], []
    for name, p in net.named_parameters():
        (biases if name.split(".")[-1] in ("bias", "beta") else weights).append(p)
    return torch.optim.SGD([{"params": weights, "weight_decay": wd}, {"params": biases}], lr=lr)
