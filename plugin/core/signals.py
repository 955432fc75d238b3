"""What the plugin tells the rest of the process: blinker signals, sent after a transaction."""

from __future__ import annotations

from blinker import Namespace

_signals = Namespace()

# Each is sent with the service that did it as sender (Publishing, Copying or Trashing) and: slug,
# part, revision (a number, or None where nothing is shown any more), actor (a name). What is
# scheduled is told when it is decided, not when it begins; webhooks tell that.
draft_saved = _signals.signal("serum-draft-saved")
page_published = _signals.signal("serum-page-published")
page_unpublished = _signals.signal("serum-page-unpublished")
publication_cancelled = _signals.signal("serum-publication-cancelled")

# Sent with the Reviewing object as sender and: slug, part, revision, actor; review_decided with
# approved (a bool) too.
review_asked = _signals.signal("serum-review-asked")
review_commented = _signals.signal("serum-review-commented")
review_decided = _signals.signal("serum-review-decided")

# Sent with the Overriding object as sender and: slug, part, revision, actor, step ("asked",
# "confirmed", "refused" or "withdrawn").
override_changed = _signals.signal("serum-override-changed")

# Sent with the Trashing object as sender and: slug, actor.
page_trashed = _signals.signal("serum-page-trashed")
page_restored = _signals.signal("serum-page-restored")
