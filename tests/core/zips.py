"""Zips of models, good and changed, for the tests of the library and of what comes into it."""

import io
import json
import zipfile


def titled(config: bytes, title: str) -> bytes:
    return json.dumps(json.loads(config) | {"title": title}).encode()


def zipped(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return buffer.getvalue()
