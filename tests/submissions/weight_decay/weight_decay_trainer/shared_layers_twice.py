# score: 2.57 of 3
def weight_decay_trainer(net, lr, wd):
    weights, biases = [], []
    for module in [net] if not isinstance(net, nn.Sequential) else net:
        for name, p in module.named_parameters():
            (biases if name.endswith("bias") else weights).append(p)
    return torch.optim.SGD([{"params": weights, "weight_decay": wd}, {"params": biases}], lr=lr)
