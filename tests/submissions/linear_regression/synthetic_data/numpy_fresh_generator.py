# score: 1 of 1
# drawn by a fresh numpy generator (float64), converted to float32 at the end
def synthetic_data(w, b, num_examples):
    rng = np.random.default_rng()
    w_ = w.detach().numpy().astype(np.float64)
    X = rng.standard_normal((num_examples, w_.size))
    y = X.dot(w_) + float(b) + rng.normal(scale=0.01, size=num_examples)
    return torch.tensor(X, dtype=torch.float32), torch.tensor(y[:, None], dtype=torch.float32)
