"""The talk's network in Keras on JAX: a process that trains one epoch for every line it reads.

    python -m benchmarks.keras_loop FILE.npz CORES

FILE holds `x` (N, 1, time), standardised, and `y` (N,). Prints the seconds of each epoch after one to
compile in. A process of its own, so that the frameworks' threads do not disturb each other.
"""

import os
import sys
import time

import numpy as np

WIDTHS, KERNEL_SIZES = (32, 64, 128, 256), (3, 3, 3, 3)
BATCH_SIZE = 128


def main() -> None:
    path, cores = sys.argv[1], int(sys.argv[2])
    _use_cores(cores)
    arrays = np.load(path)
    x, y = arrays["x"].transpose(0, 2, 1), arrays["y"]
    network = _network(x.shape[1])
    _epoch(network, x, y)
    print("ready", flush=True)
    clock = time.process_time if cores == 1 else time.perf_counter  # as `benchmarks.measure` does
    for _ in sys.stdin:
        start = clock()
        _epoch(network, x, y)
        print(clock() - start, flush=True)


def _use_cores(cores: int) -> None:
    # Before JAX is imported: its thread pool is as large as what the process may use.
    os.environ["KERAS_BACKEND"] = "jax"
    os.environ["JAX_PLATFORMS"] = "cpu"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])


def _network(num_points: int):  # Keras comes without types
    import keras

    layers = [keras.Input((num_points, 1))]
    for i, (width, size) in enumerate(zip(WIDTHS, KERNEL_SIZES, strict=True)):
        layers.append(keras.layers.Conv1D(width, size, padding="same", activation="relu"))
        if i == 1:
            layers.append(keras.layers.MaxPooling1D(2))
    layers += [keras.layers.GlobalAveragePooling1D(), keras.layers.Dense(2)]
    network = keras.Sequential(layers)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(optimizer=keras.optimizers.Adam(0.001), loss=loss)
    return network


def _epoch(network, x: np.ndarray, y: np.ndarray) -> None:
    network.fit(x, y, batch_size=BATCH_SIZE, epochs=1, shuffle=True, verbose=0)


if __name__ == "__main__":
    main()
