"""Sanity twins: a trained network beside two that learned nothing about the event.

Adebayo et al., "Sanity checks for saliency maps", 2018: a map that looks the same for a network without
training (model randomisation) or trained on shuffled labels (data randomisation) shows the signal, not what
was learned.
"""

from collections.abc import Mapping

from cam_core.storage.manifest import Manifest

TRAINED, UNTRAINED, SHUFFLED = CONTROLS = ("trained", "untrained", "shuffled")


def sanity_twins(model: str, manifests: Mapping[str, Manifest]) -> dict[str, str]:
    """Return the names of `model`, by "trained", and of its twins among `manifests`, where there are any.

    Twins have the same signals, network and seeds. "untrained" has had no epoch, "shuffled" as many epochs,
    but on shuffled labels. A model that is itself one of them has none.
    """
    known = manifests[model]
    found = {TRAINED: model}
    if not known.epochs_trained or known.experiment.training.shuffle_labels:
        return found
    for name, other in manifests.items():
        kind = _kind(known, other)
        if kind:
            found.setdefault(kind, name)
    return found


def _kind(known: Manifest, other: Manifest) -> str | None:
    """Return which control of the network of `known` the model `other` is, if it is one."""
    changed = other.experiment.changed_settings(known.experiment)
    if not other.epochs_trained and not changed.keys() - {"training.epochs"}:
        return UNTRAINED
    # Both may have been stopped before their last epoch.
    as_long = other.epochs_trained == known.epochs_trained
    return SHUFFLED if as_long and changed == {"training.shuffle_labels": True} else None
