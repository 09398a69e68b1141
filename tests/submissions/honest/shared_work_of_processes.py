# honest-work: what processes have in common: values, arrays, locks, semaphores, queues, pipes, shared memory, a manager, tensors, a file that is mapped
# earns: all
# %% honest: synthetic_data, data_iter, linreg, squared_loss, sgd, train_linreg
# %%
import mmap, os, signal, tempfile
import multiprocessing as mp
from multiprocessing import shared_memory

total, row = mp.Value("d", 1.0), mp.Array("i", range(4))
lock, turn, event, both = mp.Lock(), mp.Semaphore(2), mp.Event(), mp.Barrier(2)
ours, theirs = mp.Pipe()
queue = mp.SimpleQueue()


def work():
    with lock, turn:
        total.value += 1
        row[3] = 9
    event.set()
    both.wait(5)
    queue.put(theirs.recv() + 1)


p = mp.Process(target=work)
p.start()
assert event.wait(5)
both.wait(5)
ours.send(6)
assert queue.get() == 7
p.join()
assert (total.value, row[3], p.exitcode) == (2.0, 9, 0)
block = shared_memory.SharedMemory(create=True, size=1 << 20)
there = shared_memory.SharedMemory(name=block.name)
there.buf[0] = 5
assert block.buf[0] == 5
there.close()
block.close()
block.unlink()
# %%
with mp.Manager() as manager:
    known = manager.dict(a=1)
    known["b"] = 2
    assert dict(known) == {"a": 1, "b": 2}
# %%
waiting = mp.Process(target=signal.pause)
waiting.start()
waiting.terminate()
waiting.join(5)
assert waiting.exitcode == -signal.SIGTERM
with tempfile.TemporaryFile() as file:
    file.truncate(8192)
    with mmap.mmap(file.fileno(), 8192) as view:
        view[:5] = b"hello"
    assert os.pread(file.fileno(), 5, 0) == b"hello"
with mmap.mmap(-1, 8192, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as own:
    own[:2] = b"ok"
