"""Phrases by their words, so that all that begin alike are looked up at once."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass


@dataclass(slots=True)
class Node:
    """A word of a phrase, after the words before it.

    Few words are followed by more than one, so that most nodes need no dictionary.

    :param concepts: what the phrase up to here stands for.
    :param key: the only word that may follow.
    :param only: its node.
    :param children: the words that may follow, where there are several.
    """

    concepts: frozenset[str] = frozenset()
    key: str | None = None
    only: Node | None = None
    children: dict[str, Node] | None = None

    def child(self, key: str) -> Node:
        """The node after a key, made where there is none.

        :param key: a dictionary key.
        """
        if self.children is not None:
            found = self.children.get(key)
            if found is None:
                found = self.children[key] = Node()
            return found
        if self.only is None:
            self.key, self.only = key, Node()
            return self.only
        if self.key == key:
            return self.only
        found = Node()
        self.children = {str(self.key): self.only, key: found}
        self.key = self.only = None
        return found

    def after(self, keys: t.Collection[str]) -> t.Iterator[Node]:
        """The nodes after any of the keys.

        :param keys: dictionary keys.
        """
        if self.only is not None:
            if self.key in keys:
                yield self.only
        elif self.children is not None:
            for key in keys:
                if key in self.children:
                    yield self.children[key]
