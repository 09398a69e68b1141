# score: 0.67 of 2
# predictions of shape (m,) beside labels of (m, 1) broadcast to (m, m)
def train_concise(wd, train_iter, num_inputs, num_epochs=100, lr=0.003):
    net = nn.Linear(num_inputs, 1)
    for param in net.parameters():
        param.data.normal_()
    trainer = weight_decay_trainer(net, lr, wd)
    for epoch in range(num_epochs):
        for X, y in train_iter:
            trainer.zero_grad()
            ((net(X).squeeze(-1) - y) ** 2).mean().backward()
            trainer.step()
    return net
