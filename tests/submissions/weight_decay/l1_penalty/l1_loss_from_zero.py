# score: 1 of 1
# the summed L1 loss against zeros
def l1_penalty(w):
    return F.l1_loss(w, torch.zeros_like(w), reduction="sum")
