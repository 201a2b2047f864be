"""PyTorch's random numbers: for each line "NUMBERS KIND SECONDS" a line of nanoseconds of the thread a number, lower quartile."""
import sys
import time

import torch

torch.set_num_threads(1)
KINDS = {
    "gumbel": lambda numbers: torch.empty(numbers).exponential_().log(),
    "rand": torch.rand,
    "randn": torch.randn,
}


def cost(draw, numbers, seconds):
    for _ in range(5):
        draw(numbers)
    times = []
    end = time.perf_counter() + seconds
    while len(times) < 5 or time.perf_counter() < end:
        begin = time.thread_time()
        for _ in range(10):
            draw(numbers)
        times.append((time.thread_time() - begin) / 10)
    return sorted(times)[len(times) // 4] / numbers * 1e9


for line in sys.stdin:
    numbers, kind, seconds = line.split()
    print(cost(KINDS[kind], int(numbers), float(seconds)), flush=True)
