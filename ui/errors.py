"""What went wrong, in the reader's language and safe to show as Markdown.

`cam_core` speaks English, for the command line; here its sentences are said again by their ids.
"""

import errno
import re

from cam_core.config import ExperimentConfig
from cam_core.fields import ExplainedError, SettingError
from ui.language import Translate

# An underscore within a word is no mark; a file name stays as it is.
MARKS = re.compile(r"([\\`*\[\]{}<>$~:#|!&^@]|(?<!\w)_|_(?!\w))")

ACTS = re.compile(r"://|www\.|@|:streamlit:|:material_", re.IGNORECASE)
"""What Streamlit looks for once the backslashes are gone: addresses, which it makes links, and its icons."""

LONGEST_NAME = 60

UNIT = re.compile(r"\s*\([^()]*\)$")
"""What a field's label says in parentheses: the setting's name takes its place."""

REASONS = {
    errno.ENOSPC: "error-disk-full",
    errno.EDQUOT: "error-disk-full",
    errno.EACCES: "error-disk-forbidden",
    errno.EPERM: "error-disk-forbidden",
    errno.EROFS: "error-disk-forbidden",
    errno.ENOENT: "error-disk-gone",
}


def plain(text: str) -> str:
    """Return `text`, which anyone may have written, so that Markdown shows it as it is.

    A title or a link must neither fetch a picture nor look like a part of the page. A word that no
    backslash keeps from becoming a link is shown as code: so it stays as it was typed, copied too.
    """
    return " ".join(_code(word) if ACTS.search(word) else _escaped(word) for word in text.split())


def _escaped(word: str) -> str:
    # Icons are looked for before Markdown reads anything; there a reference is no colon yet.
    return MARKS.sub(r"\\\1", word).replace("\\:material/", "&#58;material/")


def _code(word: str) -> str:
    ticks = "`" * (1 + max(map(len, re.findall("`+", word)), default=0))
    inner = f" {word} " if "`" in word else word
    return f"{ticks}{inner}{ticks}"


def sentence(t: Translate, error: ValueError) -> str:
    """Return what `error` says by `t`; in English where it has no translation."""
    if not isinstance(error, ExplainedError) or not error.message_id:
        return plain(str(error))
    words = {key: plain(value) for key, value in error.arguments.items()}
    if isinstance(error, SettingError):
        names = ("name", "other", "third")
        words |= {key: setting_name(t, error.arguments[key]) for key in names if key in words}
    if isinstance(error.__cause__, ExplainedError):
        words["because"] = sentence(t, error.__cause__)
    return t(error.message_id, **words)


def setting_name(t: Translate, setting: str) -> str:
    """Return a setting as its field in the Lab is called, its name in the link behind it."""
    section, _, name = setting.partition(".")
    if name not in ExperimentConfig().to_dict().get(section, {}):
        return plain(setting if len(setting) <= LONGEST_NAME else f"{setting[:LONGEST_NAME]}…")
    label = t("lab-" + setting.replace(".", "-").replace("_", "-"))
    return f"{UNIT.sub('', label)} (`{setting}`)"


def disk_reason(t: Translate, error: OSError) -> str:
    """Return why the disk refused, as the end of a sentence."""
    known = REASONS.get(error.errno or 0)
    return t(known) if known else plain(error.strerror or str(error))
