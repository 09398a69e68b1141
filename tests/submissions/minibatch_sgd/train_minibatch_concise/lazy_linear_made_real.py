# score: 3 of 3
# nn.LazyLinear, made a real nn.Linear by one pass before the optimizer; evaluation in a helper, eval and train mode
def train_minibatch_concise(optimizer_fn, hyperparams, features, labels, batch_size=10, num_epochs=2):
    net = nn.Sequential(nn.LazyLinear(1))
    net(features[:1])
    for name, p in net.named_parameters():
        p.data = torch.randn_like(p) * 0.01 if name.endswith("weight") else torch.zeros_like(p)
    trainer = optimizer_fn(net.parameters(), **hyperparams)
    labels = labels.unsqueeze(-1) if labels.dim() == 1 else labels

    def evaluate():
        net.eval()
        with torch.inference_mode():
            value = ((net(features) - labels) ** 2).mean() / 2
        net.train()
        return value.item()

    times, losses = [], []
    seen, begin = 0, time.time()
    for epoch in range(num_epochs):
        perm = torch.randperm(features.size(0))
        for chunk in perm.split(batch_size):
            trainer.zero_grad(set_to_none=False)
            F.mse_loss(net(features[chunk]), labels[chunk]).mul(0.5).backward()
            trainer.step()
            marks = seen // 100
            seen += len(chunk)
            if seen // 100 != marks:
                times.append(time.time() - begin)
                losses.append(evaluate())
    return times, losses
