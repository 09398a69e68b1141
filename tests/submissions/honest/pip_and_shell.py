# honest-work: installs with pip and looks around with the shell, as on Colab
# earns: all
# note: yes
# %%
!pip install torch
%pip install -q numpy
x = !ls
!nvidia-smi
%cd .
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
try:
    from google.colab import drive
except ImportError:
    pass
