# score: 2 of 2
# the points are the rows of a tensor
def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    points = [torch.tensor([float(x) for x in start])]
    for i in range(steps):
        points.append(torch.tensor([float(x) for x in trainer(float(points[-1][0]), float(points[-1][1]))]))
    return torch.stack(points)
