"""The training loop. It knows signals, a network and a clock; it prints nothing and reports by callback."""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from cam_core.config import TrainingConfig
from cam_core.dataset import Dataset
from cam_core.memory import run_at_once
from cam_core.network import Network
from cam_core.results import EpochRecord

REPORT_SECONDS = 0.25
"""Progress within an epoch is reported about this often."""

TEST_BATCH_SIZE = 512
"""Test signals that run at once; fewer of a large network on long signals."""


@dataclass(frozen=True)
class Progress:
    """How far a training is: `batch` of `num_batches` within `epoch` (from 1) of `num_epochs`."""

    epoch: int
    num_epochs: int
    batch: int
    num_batches: int
    train_loss: float
    seconds: float


ProgressCallback = Callable[[Progress], bool]
"""Told now and then within an epoch; returning False stops the training before the next batch."""

EpochCallback = Callable[[EpochRecord], bool]
"""Told after every epoch, with the network in evaluation mode; returning False stops the training."""


def fit(
    network: Network,
    dataset: Dataset,
    config: TrainingConfig,
    on_progress: ProgressCallback = lambda progress: True,
    on_epoch: EpochCallback = lambda record: True,
) -> list[EpochRecord]:
    """Train `network` in place and return one record an epoch that was finished.

    The order of the batches comes from `config.seed` alone, so that one thread and one seed give the
    same weights bit for bit. The network is left in evaluation mode.
    """
    return _Run(network, dataset, config, on_progress, on_epoch).epochs()


class _Run:
    """One training: the tensors, the optimiser and the clock that the steps share."""

    def __init__(
        self,
        network: Network,
        dataset: Dataset,
        config: TrainingConfig,
        on_progress: ProgressCallback,
        on_epoch: EpochCallback,
    ) -> None:
        self.network, self.config = network, config
        self.on_progress, self.on_epoch = on_progress, on_epoch
        self.x, self.y = torch.from_numpy(dataset.train.x), torch.from_numpy(dataset.train.y)
        self.x_test, self.y_test = (
            torch.from_numpy(dataset.test.x),
            torch.from_numpy(dataset.test.y),
        )
        network.input_mean.fill_(dataset.mean)
        network.input_std.fill_(dataset.std)
        self.optimizer = torch.optim.Adam(
            network.parameters(), config.learning_rate, weight_decay=config.weight_decay, fused=True
        )
        self.num_batches = -(-len(self.x) // config.batch_size)
        self.schedule = torch.optim.lr_scheduler.CosineAnnealingLR(
            self.optimizer, max(1, config.epochs * self.num_batches)
        )
        self.order = torch.Generator().manual_seed(config.seed)
        self.start = self.reported = time.perf_counter()

    def epochs(self) -> list[EpochRecord]:
        records: list[EpochRecord] = []
        for epoch in range(1, self.config.epochs + 1):
            losses = self.epoch(epoch)
            self.network.eval()
            if losses is None:
                break
            records.append(self.record(epoch, losses))
            if not self.on_epoch(records[-1]):
                break
        self.network.eval()
        return records

    def epoch(self, epoch: int) -> tuple[float, float] | None:
        """Return train loss and accuracy of one pass, or None when a callback stopped it."""
        self.network.train()
        loss_sum = num_right = num_seen = 0.0
        for batch, (x, y) in enumerate(self.batches(), start=1):
            loss, right = self.step(x, y)
            if not math.isfinite(loss):
                raise ValueError(
                    f"the training diverged in epoch {epoch}: expected a finite loss, got {loss}; "
                    f"a smaller `training.learning_rate` than {self.config.learning_rate:g} may help."
                )
            loss_sum, num_right, num_seen = (
                loss_sum + loss * len(y),
                num_right + right,
                num_seen + len(y),
            )
            if not self.report(epoch, batch, loss_sum / num_seen):
                return None
        return loss_sum / num_seen, num_right / num_seen

    def batches(self) -> Iterator[tuple[Tensor, Tensor]]:
        for index in torch.randperm(len(self.x), generator=self.order).split(self.config.batch_size):
            yield self.x[index], self.y[index]

    def step(self, x: Tensor, y: Tensor) -> tuple[float, float]:
        logits = _forward(self.network, x, self.config.precision)
        loss = nn.functional.cross_entropy(logits, y)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        self.schedule.step()
        return loss.item(), float((logits.argmax(dim=1) == y).sum())

    def report(self, epoch: int, batch: int, train_loss: float) -> bool:
        now = time.perf_counter()
        if now - self.reported < REPORT_SECONDS:
            return True
        self.reported = now
        progress = Progress(epoch, self.config.epochs, batch, self.num_batches, train_loss, now - self.start)
        return self.on_progress(progress)

    def record(self, epoch: int, losses: tuple[float, float]) -> EpochRecord:
        test_loss, test_accuracy = _test(self.network, self.x_test, self.y_test)
        seconds = time.perf_counter() - self.start
        return EpochRecord(epoch, losses[0], losses[1], test_loss, test_accuracy, seconds)


def _forward(network: Network, x: Tensor, precision: str) -> Tensor:
    value = _as_picture(network.standardize(x))
    for name, stage in network.backbone.items():
        half = precision == "bfloat16" and name in network.deep_stages
        with torch.autocast("cpu", torch.bfloat16, enabled=half):
            value = stage(value)
    feature_maps = value.squeeze(2)
    if network.config.pooling == "max":
        return network.forward_head(feature_maps.float())
    logits: Tensor = network.head(_mean_over_time(feature_maps))
    return logits


def _as_picture(x: Tensor) -> Tensor:
    """Return `x` (batch, 1, time) as (batch, 1, 1, time), in strides that only channels-last memory has.

    With one channel and one row both layouts are the same memory; torch would take it for the other one
    and carry the first convolution's output over to channels-last, forwards and backwards.
    """
    num, _, time_points = x.shape
    strides = (time_points, 1, time_points, 1)
    return x.contiguous().as_strided((num, 1, 1, time_points), strides)


class _MeanOverTime(torch.autograd.Function):
    """Global average pooling in float32: the numbers of `mean`, bit for bit, forwards and backwards.

    The gradient is divided, and rounded, before it is spread over the positions. So it stays a view
    of (batch, channels) numbers, and nobody writes and reads a full copy in another memory layout.
    """

    @staticmethod
    def forward(ctx: Any, maps: Tensor) -> Tensor:
        ctx.maps_shape, ctx.maps_dtype = maps.shape, maps.dtype
        return maps.sum(dim=-1, dtype=torch.float32) / maps.shape[-1]

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:
        share = (gradient / ctx.maps_shape[-1]).to(ctx.maps_dtype)
        return share.unsqueeze(-1).expand(ctx.maps_shape)


_mean_over_time: Callable[[Tensor], Tensor] = _MeanOverTime.apply


@torch.inference_mode()
def _test(network: Network, x: Tensor, y: Tensor) -> tuple[float, float]:
    parts = x.split(run_at_once(network.config.spec, x.shape[-1], TEST_BATCH_SIZE))
    logits = torch.cat([network(part) for part in parts])
    loss = nn.functional.cross_entropy(logits, y).item()
    return loss, float((logits.argmax(dim=1) == y).float().mean())
