# score: 1 of 1
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, w.numel())
    return X, (X * w).sum(1, keepdim=True) + b + 0.01 * torch.randn(num_examples, 1)
