# score: 1 of 1
def l1_penalty(w):
    return torch.linalg.vector_norm(w, 1)
