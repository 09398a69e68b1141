# honest-work: input() in a try, getpass, sys.stdin, breakpoint off
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
import sys, getpass

try:
    name = input("Your name? ")
except EOFError:
    name = "nobody"
sys.stdin.read()
try:
    getpass.getpass()
except Exception:
    pass
