# score: 0.67 of 1
# noise of the right standard deviation that is not normal
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w))
    noise = torch.randint(0, 2, (num_examples,)) * 2.0 - 1
    y = X @ w + b + 0.01 * noise
    return X, y.reshape(-1, 1)
