# honest-work: top-level await, async for, asyncio.run, a task
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
import asyncio


async def later(x):
    await asyncio.sleep(0.01)
    return x


await later(1)
# %%
print(await asyncio.gather(later(1), later(2)))
# %%
try:
    asyncio.run(later(3))
except RuntimeError:
    import asyncio

    print("as in Jupyter")
