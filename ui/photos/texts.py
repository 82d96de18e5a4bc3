"""Photos' sentences, computed from the numbers and true also where the network is wrong."""

from collections.abc import Mapping, Sequence

import numpy as np

from cam_core.figures.photos import title_lines
from cam_core.photos.boxes import Box, box_share, is_everywhere
from cam_core.photos.imagenet import imagenet_classes
from cam_core.photos.results import PhotoExplanation
from ui.decimals import number
from ui.language import Translate
from ui.sentences import probability_words

LEAST_SHARE = 0.0005
"""Below this a probability would be rounded to 0.0 %, which no network ever says."""


def photo_titles(t: Translate, explanation: PhotoExplanation) -> list[str]:
    """Return the titles of the small pictures: rank, name, probability."""
    return [
        title_lines(rank, imagenet_classes()[label], share_words(t, float(explanation.probabilities[label])))
        for rank, label in enumerate(explanation.labels.tolist(), start=1)
    ]


def share_words(t: Translate, probability: float) -> str:
    """Return a probability as a percentage that says neither 0 nor 100 %."""
    return t("photos-less-than") if probability < LEAST_SHARE else probability_words(t, probability)


def photo_texts(
    t: Translate, explanation: PhotoExplanation, boxes: Mapping[str, Sequence[Box]]
) -> dict[str, str]:
    """Return the sentences for each explained class, by label; `boxes` has one for each, by threshold."""
    texts = {}
    for rank, label in enumerate(explanation.labels.tolist()):
        texts[f"sum.{label}"] = _conservation_sentence(t, explanation, label)
        head = t(
            "photos-class",
            name=imagenet_classes()[label],
            probability=share_words(t, float(explanation.probabilities[label])),
        )
        own = {threshold: found[rank] for threshold, found in boxes.items()}
        for threshold in boxes:
            tail = _box_sentence(t, own, threshold, explanation.picture.shape[:2])
            texts[f"sentence.{threshold}.{label}"] = f"{head} {tail}"
    return texts


def _box_sentence(t: Translate, boxes: Mapping[str, Box], threshold: str, shape: tuple[int, int]) -> str:
    """Say where the box of `threshold` lies among a class's `boxes`, or that it points at nothing."""
    left, top, right, bottom = box = boxes[threshold]
    if left < 0:
        return t("photos-box-none")
    share = round(100 * box_share(box, *shape))
    if is_everywhere(box, *shape):
        said = t("photos-box-everywhere", share=share, percent=_percent(threshold))
        return f"{said}{_smaller_sentence(t, boxes, threshold, shape)}"
    return t(
        "photos-box",
        share=share,
        left=left,
        right=right - 1,
        top=top,
        bottom=bottom - 1,
    )


def _smaller_sentence(t: Translate, boxes: Mapping[str, Box], threshold: str, shape: tuple[int, int]) -> str:
    """Say from which higher threshold on the box points somewhere, if any does."""
    for higher, box in boxes.items():
        if float(higher) > float(threshold) and not is_everywhere(box, *shape):
            share = round(100 * box_share(box, *shape))
            return " " + t("photos-box-smaller", percent=_percent(higher), share=share)
    return ""


def _percent(threshold: str) -> int:
    return round(100 * float(threshold))


def _conservation_sentence(t: Translate, explanation: PhotoExplanation, label: int) -> str:
    logit, bias = float(explanation.logits[label]), float(explanation.head_bias[label])
    mean = float(explanation.mean_cam[label])
    return t(
        "scope-sum-class-average",
        logit=number(logit),
        bias=number(bias),
        total=number(mean),
        residual=np.format_float_scientific(abs(logit - bias - mean), precision=0, trim="-"),
    )
