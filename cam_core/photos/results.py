"""What a network says of a photograph: a frozen value of NumPy. No torch here."""

from dataclasses import dataclass

import numpy as np

from cam_core.receptive_field import ReceptiveField


@dataclass(frozen=True)
class PhotoExplanation:
    """Everything that one forward pass says about one picture.

    picture: uint8 (height, width, 3), what the network saw. logits, probabilities, head_bias: (classes,).
    cam: (classes, rows, columns), in logits. labels: (k,), the most likely classes, best first.
    interpolated_cam: (k, height, width), their maps on the pixels, in logits. localized_box: (k, 4),
    pixels, as in `cam_core.photos.boxes`. field: receptive field of the map's units, along each axis.
    """

    picture: np.ndarray
    logits: np.ndarray
    probabilities: np.ndarray
    head_bias: np.ndarray
    cam: np.ndarray
    labels: np.ndarray
    interpolated_cam: np.ndarray
    localized_box: np.ndarray
    field: ReceptiveField

    @property
    def mean_cam(self) -> np.ndarray:
        """What the positions add to each logit, (classes,): `logit = bias + mean of the CAM`."""
        return self.cam.mean(axis=(-2, -1), dtype=float)

    @property
    def framed_cam(self) -> np.ndarray:
        """The maps of `labels` with every border unit once more outside, (k, rows + 2, columns + 2).

        Bilinear between these units, the map is level beyond its own outermost ones, as
        `interpolated_cam` is: so a drawing that joins units shows exactly that.
        """
        return np.pad(self.cam[self.labels], ((0, 0), (1, 1), (1, 1)), mode="edge")

    @property
    def framed_places(self) -> tuple[np.ndarray, np.ndarray]:
        """Where the units of `framed_cam` lie on the picture: rows and columns, in pixels."""
        rows, columns = self.framed_cam.shape[-2:]
        return self._centers(rows), self._centers(columns)

    def _centers(self, num_units: int) -> np.ndarray:
        return self.field.centers(num_units) - self.field.jump
