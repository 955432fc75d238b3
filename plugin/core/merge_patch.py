"""JSON Merge Patch: changes the fields that are named, and no other (RFC 7396)."""

from __future__ import annotations

import typing as t


def merge_patch(target: t.Any, patch: t.Any) -> t.Any:
    """Give what a patch makes of a document; neither of them is changed.

    ``null`` takes a field out; a list is replaced as a whole.

    :param target: what JSON can hold.
    :param patch: what JSON can hold.
    """
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge_patch(merged.get(name), value)
    return merged
