"""PyTorch's F.gumbel_softmax: for each line "ROWS CLASSES WORKLOAD SECONDS" a line of nanoseconds of the thread per element, lower quartile."""
import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(1)


def cost(rows, classes, workload, seconds):
    logits = torch.empty(rows, classes).uniform_(-3, 3)
    weights = torch.empty(rows, classes).uniform_(-1, 1)
    hard = workload.startswith("hard")
    logits.requires_grad_(workload.endswith("gradient"))

    def run():
        logits.grad = None
        sample = F.gumbel_softmax(logits, 0.7, hard)
        if logits.requires_grad:
            (sample * weights).sum().backward()

    for _ in range(5):
        run()
    times = []
    end = time.perf_counter() + seconds
    while len(times) < 5 or time.perf_counter() < end:
        begin = time.thread_time()
        run()
        times.append(time.thread_time() - begin)
    return sorted(times)[len(times) // 4] / (rows * classes) * 1e9


for line in sys.stdin:
    rows, classes, workload, seconds = line.split()
    print(cost(int(rows), int(classes), workload, float(seconds)), flush=True)
