# score: 2.14 of 3
def weight_decay_trainer(net, lr, wd):
    skip = {
        id(p)
        for m in net.modules()
        if isinstance(m, (nn.LayerNorm, nn.GroupNorm, nn.Embedding, nn.PReLU))
        for p in m.parameters()
    }
    w = [p for n, p in net.named_parameters() if not (n.endswith("bias") or id(p) in skip)]
    b = [p for n, p in net.named_parameters() if n.endswith("bias") or id(p) in skip]
    return torch.optim.SGD([{"params": w, "weight_decay": wd}, {"params": b, "weight_decay": 0}], lr=lr)
