"""What a change did, told on the screen that follows it.

The address names a message by its key, so that nothing has to wait in a session, and nobody can
put words of their own on a screen by an address.
"""

from __future__ import annotations

import collections.abc as cabc
import re
from dataclasses import dataclass

from ...core.ports import Publication

PARAMETER = "told"

_REMARKS = "see “To look at” in the overview."

TOLD: dict[str, str] = {
    "made": "The page is there, as a draft. Fill in what is marked, then publish it.",
    "saved": "Saved as revision {number}. Shoppers see no change until it is published.",
    "merged": "Saved as revision {number}, together with what {names} changed meanwhile.",
    "unchanged": "Nothing has changed since revision {number}, so there was nothing to save.",
    "discarded": "Your unsaved words are gone; this is revision {number}.",
    "published": "Published: {names}.",
    "published-remarks": f"Published: {{names}}. Remarks went with it: {_REMARKS}",
    "unpublished": "Taken down: {names}. The words stay here as they were.",
    "reverted": "Brought back as revision {number}, a draft. Shoppers see no change by it.",
    "scheduled": "Scheduled: {names}.",
    "scheduled-remarks": f"Scheduled: {{names}}. Remarks go with it: {_REMARKS}",
    "moved": "Moved: {names} has another time now.",
    "moved-remarks": f"Moved: {{names}} has another time now. Remarks go with it: {_REMARKS}",
    "cancelled": "Cancelled for {names}. Nothing else has changed.",
    "checked": "Noted: the translation still holds.",
    "asked": "A review is asked for.",
    "approved": "Approved.",
    "changes": "Changes are asked for.",
    "commented": "Your comment is there.",
    "resolved": "Resolved.",
    "reopened": "Open again.",
    "override-asked": "An override is asked for. Somebody else has to confirm it.",
    "override-confirmed": "Confirmed: these words may go out where the override holds.",
    "override-refused": "Refused: these words stay stopped.",
    "override-withdrawn": "Withdrawn: these words are stopped again. What is live stays live.",
    "copied": "This is the copy of {names}: a draft, with nothing live and nothing scheduled.",
    "trashed": "{names} is in the trash. Shoppers see nothing of it; everything of it is kept.",
    "restored": "Out of the trash, as a draft. Publish it to let shoppers see it again.",
    "imported": "Imported as drafts. Shoppers see no change until they are published.",
    "revoked": "Revoked: the link opens nothing any more.",
}
"""Every message, by its key; ``number`` and ``names`` come from the address."""


@dataclass(frozen=True)
class Message:
    """Something told at the top of a screen.

    :param kind: ``success``, ``note`` or ``problem``.
    :param text: for a person.
    """

    kind: str
    text: str


def with_remarks(key: str, done: cabc.Iterable[Publication]) -> str:
    """Give the key of the message that also tells of remarks, where there are any.

    :param key: of :data:`TOLD`; another one with ``-remarks`` is there.
    :param done: what was decided.
    """
    return f"{key}-remarks" if any(one.remarks for one in done) else key


def told(arguments: cabc.Mapping[str, str]) -> tuple[Message, ...]:
    """Read the message that an address names.

    :param arguments: of the address.
    """
    text = TOLD.get(arguments.get(PARAMETER, ""))
    if text is None:
        return ()
    names = ", ".join(re.findall(r"[\w .@+()-]{1,80}", arguments.get("names", ""))[:12])
    number = re.sub(r"\D", "", arguments.get("number", ""))[:9]
    return (Message("success", text.format(names=names or "the page", number=number or "?")),)
