# score: 1 of 1
# as in the book, with torch.normal and in-place noise
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, w.shape[0]))
    y = torch.matmul(X, w.to(torch.float32)) + b
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape((-1, 1))
