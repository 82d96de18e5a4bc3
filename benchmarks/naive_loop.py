"""The loop that a tutorial would write for the talk's network: the peer of `cam_core.training`.

`Conv1d`, a `DataLoader` that collates batches of 64, float32, Adam as it comes.
"""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from cam_core.config import NetworkConfig
from cam_core.dataset import Dataset
from cam_core.network import build_network

BATCH_SIZE = 64


class NaiveNetwork(nn.Module):
    """The network of `NetworkConfig` in `Conv1d`, with the same first weights for the same seed."""

    def __init__(self, config: NetworkConfig, seed: int) -> None:
        super().__init__()
        channels = (1, *config.widths)
        convs = [
            nn.Conv1d(channels[i], channels[i + 1], size, padding=size // 2)
            for i, size in enumerate(config.kernel_sizes)
        ]
        first, second, third, fourth = convs
        self.backbone = nn.Sequential(
            *(first, nn.ReLU(), second, nn.ReLU(), nn.MaxPool1d(2)),
            *(third, nn.ReLU(), fourth, nn.ReLU()),
        )
        self.head = nn.Linear(config.widths[-1], 2)
        self._copy_weights(config, seed)

    def _copy_weights(self, config: NetworkConfig, seed: int) -> None:
        ours = list(build_network(config, seed).parameters())
        with torch.no_grad():
            for mine, value in zip(self.parameters(), ours, strict=True):
                mine.copy_(value.reshape(mine.shape))

    def forward(self, x: Tensor) -> Tensor:
        """Return logits, (batch, classes), of standardised signals `x` (batch, 1, time)."""
        logits: Tensor = self.head(self.backbone(x).mean(dim=-1))
        return logits


def naive_epochs(dataset: Dataset, config: NetworkConfig, seed: int) -> Iterator[float]:
    """Train epoch after epoch, without end; yield the accuracy on the test signals after each."""
    torch.manual_seed(seed)
    network = NaiveNetwork(config, seed)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.001)
    train = TensorDataset(_inputs(dataset, dataset.train.x), torch.from_numpy(dataset.train.y))
    loader = DataLoader(train, batch_size=BATCH_SIZE, shuffle=True)
    x_test, y_test = _inputs(dataset, dataset.test.x), torch.from_numpy(dataset.test.y)
    while True:
        _train_one_epoch(network, optimizer, loader)
        yield _accuracy(network, x_test, y_test)


def _inputs(dataset: Dataset, x: np.ndarray) -> Tensor:
    return torch.from_numpy((x - dataset.mean) / dataset.std).float()


def _train_one_epoch(
    network: nn.Module, optimizer: torch.optim.Optimizer, loader: DataLoader[tuple[Tensor, ...]]
) -> float:
    network.train()
    loss_sum = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(network(x), y)
        loss.backward()
        optimizer.step()
        loss_sum += loss.item()
    return loss_sum / len(loader)


@torch.no_grad()
def _accuracy(network: nn.Module, x: Tensor, y: Tensor) -> float:
    network.eval()
    predicted = torch.cat([network(part).argmax(dim=1) for part in x.split(512)])
    return float((predicted == y).float().mean())
