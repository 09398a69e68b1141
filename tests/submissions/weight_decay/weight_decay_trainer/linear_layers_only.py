# score: 1.71 of 3
def weight_decay_trainer(net, lr, wd):
    linear = [m for m in net.modules() if isinstance(m, nn.Linear)]
    weights, biases = [m.weight for m in linear], [m.bias for m in linear if m.bias is not None]
    return torch.optim.SGD([{"params": weights, "weight_decay": wd}, {"params": biases}], lr=lr)
