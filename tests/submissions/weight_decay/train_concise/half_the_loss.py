# score: 0.67 of 2
def train_concise(wd, train_iter, num_inputs, num_epochs=100, lr=0.003):
    net = nn.Linear(num_inputs, 1)
    for param in net.parameters():
        param.data.normal_()
    trainer = weight_decay_trainer(net, lr, wd)
    for _ in range(num_epochs):
        for X, y in train_iter:
            trainer.zero_grad()
            (F.mse_loss(net(X), y) / 2).backward()
            trainer.step()
    return net
