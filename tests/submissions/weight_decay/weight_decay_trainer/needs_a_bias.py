# score: 2.14 of 3
def weight_decay_trainer(net, lr, wd):
    layers = [m for m in net.modules() if hasattr(m, "weight")]
    return torch.optim.SGD(
        [{"params": [m.weight for m in layers], "weight_decay": wd}, {"params": [m.bias for m in layers]}], lr=lr
    )
