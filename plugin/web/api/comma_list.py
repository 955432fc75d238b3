"""Parameters that take several names, parted by commas."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from marshmallow import fields
from marshmallow import ValidationError

from .asking import suggestion


class CommaList(fields.List):  # type: ignore[type-arg]
    """Names from a known set, as in ``fields=title,summary``.

    :param known: the names that there are.
    :param elsewhere: what to say of names that belong to another parameter.
    :param rest: of the field.
    """

    def __init__(
        self,
        known: cabc.Iterable[str],
        elsewhere: cabc.Mapping[str, str] | None = None,
        **rest: t.Any,
    ) -> None:
        self.known = tuple(known)
        self.elsewhere = dict(elsewhere or {})
        super().__init__(
            fields.String(metadata={"enum": list(self.known)}), load_default=tuple, **rest
        )

    def _deserialize(self, value: t.Any, attr: str | None, data: t.Any, **rest: t.Any) -> t.Any:
        names = [one.strip() for one in str(value).split(",")] if value else []
        messages = []
        for name in names:
            if name in self.elsewhere:
                messages.append(self.elsewhere[name])
            elif name not in self.known:
                messages.append(f"There is no {name!r}; {suggestion(name, self.known)}")
        if messages:
            raise ValidationError(messages)
        return list(dict.fromkeys(names))
