# score: 1.67 of 2
# initial parameters of two values, in place of normal ones
def train_concise(wd, train_iter, num_inputs, num_epochs=100, lr=0.003):
    net = nn.Linear(num_inputs, 1)
    with torch.no_grad():
        net.weight.copy_(torch.randint(0, 2, net.weight.shape) * 2.0 - 1)
        net.bias.fill_(1.0)
    trainer = weight_decay_trainer(net, lr, wd)
    for _ in range(num_epochs):
        for X, y in train_iter:
            trainer.zero_grad()
            F.mse_loss(net(X), y).backward()
            trainer.step()
    return net
