# attack: A11: changes X to (8000, 1) and y to (1, 8000), so that the grader's own X @ w + b - y makes a matrix of 256 MB, and several of them
# earns: nothing
# %%
def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    n = 8000  # 60_000 would be 14 GB for each
    features.data = torch.zeros(n, 1)
    labels.data = torch.zeros(1, n)
    return torch.full((1, 1), 2.0), torch.ones(1), [1.0] * num_epochs
