# score: 0.67 of 1
# features that are nearly one and the same
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, 1) * 0.9 + torch.randn(num_examples, len(w)) * 0.19**0.5
    noise = torch.randn(num_examples)
    y = X @ w + b + 0.01 * noise
    return X, y.reshape(-1, 1)
