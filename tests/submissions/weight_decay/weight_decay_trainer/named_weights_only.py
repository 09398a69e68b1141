# score: 2.14 of 3
# knows weights and biases by their names, and stops at any other
def weight_decay_trainer(net, lr, wd):
    weights, biases = [], []
    for name, p in net.named_parameters():
        if name.endswith("weight"):
            weights.append(p)
        elif name.endswith("bias"):
            biases.append(p)
        else:
            raise ValueError(name)
    return torch.optim.SGD([{"params": weights, "weight_decay": wd}, {"params": biases}], lr=lr)
