# score: 3 of 3
def data_iter(batch_size, features, labels):
    index = np.random.permutation(len(features)).tolist()
    return [
        (features[index[i : i + batch_size]], labels[index[i : i + batch_size]])
        for i in range(0, len(index), batch_size)
    ]
