# score: 0.67 of 1
# one column for all, each time shuffled
def synthetic_data(w, b, num_examples):
    column = torch.randn(num_examples)
    X = torch.stack([column[torch.randperm(num_examples)] for _ in range(len(w))], 1)
    y = X @ w.reshape(-1, 1) + b + 0.01 * torch.randn(num_examples, 1)
    return X, y
