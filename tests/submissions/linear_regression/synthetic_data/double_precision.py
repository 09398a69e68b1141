# score: 0 of 1
# float64 from numpy, not float32
def synthetic_data(w, b, num_examples):
    X = np.random.randn(num_examples, len(w))
    y = X @ w.numpy() + b + np.random.normal(0, 0.01, num_examples)
    return torch.from_numpy(X), torch.from_numpy(y).reshape(-1, 1)
