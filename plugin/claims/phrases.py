"""Phrases by their words, so that all that begin alike are looked up at once."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass


@dataclass(slots=True)
class Node:
    """A word of a phrase, after the words before it.

    :param children: the words that may follow.
    :param concepts: what the phrase up to here stands for.
    """

    children: dict[str, Node] | None = None
    concepts: frozenset[str] = frozenset()

    def child(self, key: str) -> Node:
        """The node after a key, made where there is none.

        :param key: a dictionary key.
        """
        if self.children is None:
            self.children = {}
        return self.children.setdefault(key, Node())

    def after(self, keys: t.Iterable[str]) -> t.Iterator[Node]:
        """The nodes after any of the keys.

        :param keys: dictionary keys.
        """
        if self.children is not None:
            for key in keys:
                if key in self.children:
                    yield self.children[key]
