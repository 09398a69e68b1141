# score: 0.33 of 1
# for a matrix linalg.norm(w, 1) is the largest column sum; right only for vectors
def l1_penalty(w):
    return torch.linalg.norm(w, 1)
