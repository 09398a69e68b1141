# score: 0.67 of 1
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    return X, (X @ w + b + torch.normal(0, 0.0001, (num_examples,))).reshape(-1, 1)
