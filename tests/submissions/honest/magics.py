# honest-work: %%time, %timeit, %load_ext autoreload, %matplotlib inline, %%capture, %env, %precision, %who, ?help
# earns: all
# %%
%load_ext autoreload
%autoreload 2
%matplotlib inline
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
%%time
x = torch.randn(100, 100) @ torch.randn(100, 100)
# %%
%timeit -n 5 -r 2 sum(range(100))
%env MY_VARIABLE=1
%who
%precision 3
# %%
%%capture out
print("captured")
# %%
assert out.stdout == "captured\n"
%pinfo linreg
