# score: 3 of 3
# module by module, and each parameter only when it comes first
def weight_decay_trainer(net, lr, wd):
    weights, biases, seen = [], [], set()
    for module in net.modules():
        for name, p in module.named_parameters(recurse=False):
            if p in seen:
                continue
            seen.add(p)
            (biases if name == "bias" else weights).append(p)
    return torch.optim.SGD(
        [{"params": biases, "weight_decay": 0.0, "lr": lr}, {"params": weights, "weight_decay": wd, "lr": lr}]
    )
