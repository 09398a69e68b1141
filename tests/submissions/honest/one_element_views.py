# honest-work: answers of one element whose strides are those of a larger tensor
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd
# %%
def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    d, losses = features.shape[1], []
    history = torch.zeros(num_epochs + 1, d + 1)  # a row for each epoch: the parameters after it
    w = torch.normal(0, 0.01, (d, 1), requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for epoch in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
        with torch.no_grad():
            losses.append(float(squared_loss(linreg(features, w, b), labels).mean()))
            history[epoch + 1] = torch.cat([w.flatten(), b])
    columns = history.T  # (d + 1, num_epochs + 1)
    return columns[:d, -1:], columns[d:, -1], losses
