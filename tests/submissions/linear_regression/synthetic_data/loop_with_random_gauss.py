# score: 1 of 1
# pure Python, one number after another
def synthetic_data(w, b, num_examples):
    weights = w.tolist()
    rows, labels = [], []
    for _ in range(num_examples):
        row = [random.gauss(0, 1) for _ in weights]
        rows.append(row)
        labels.append([sum(x * wi for x, wi in zip(row, weights)) + float(b) + random.gauss(0, 0.01)])
    return torch.tensor(rows, dtype=torch.float32), torch.tensor(labels, dtype=torch.float32)
