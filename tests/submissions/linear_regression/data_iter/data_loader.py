# score: 3 of 3
def data_iter(batch_size, features, labels):
    dataset = torch.utils.data.TensorDataset(features, labels)
    return torch.utils.data.DataLoader(dataset, batch_size, shuffle=True)
