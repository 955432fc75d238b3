"""Compiled templates, kept for all apps of a run: each test has a host of its own."""

from __future__ import annotations

import types

from jinja2 import BytecodeCache
from jinja2 import Environment
from jinja2.bccache import Bucket


class SharedBytecode(BytecodeCache):
    """Keeps what Jinja compiled, by the source and by what else the code depends on."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], types.CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code, where the same source was compiled in such an environment."""
        bucket.code = self._kept.get(_key(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code."""
        assert bucket.code is not None
        self._kept[_key(bucket)] = bucket.code


def _key(bucket: Bucket) -> tuple[object, ...]:
    return bucket.key, bucket.checksum, *_settings(bucket.environment)


def _settings(environment: Environment) -> tuple[object, ...]:
    names = (
        "block_start_string", "block_end_string", "variable_start_string", "variable_end_string",
        "comment_start_string", "comment_end_string", "line_statement_prefix",
        "line_comment_prefix", "trim_blocks", "lstrip_blocks", "newline_sequence",
        "keep_trailing_newline", "optimized", "finalize", "autoescape", "sandboxed", "is_async",
    )  # fmt: skip
    found = (getattr(environment, name) for name in names)
    # Bound methods of Flask's apps do the same; the apps differ.
    plain = (getattr(one, "__func__", one) for one in found)
    return *plain, *sorted(environment.extensions), *sorted(environment.filters)
