"""Every kind of problem that the API tells, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of problem.

    :param status: HTTP status.
    :param title: what it is, in a few words.
    :param explanation: what to do about it, for the documentation page.
    """

    status: int
    title: str
    explanation: str


KINDS: dict[str, Kind] = {
    "bad-request": Kind(
        400, "Request not understood", "The shop refused the request; `detail` says why."
    ),
    "bad-parameter": Kind(
        400,
        "Parameter not usable",
        "A query parameter or header is unknown, given twice, or has a value that can't be used."
        " `errors` names each. Unknown ones are never passed over: a misspelled filter would give"
        " everything.",
    ),
    "bad-json": Kind(
        400, "Body is no JSON", "Send a JSON text in UTF-8, without a name that stands twice."
    ),
    "unauthorized": Kind(
        401, "Not signed in", "Send a token: `Authorization: Bearer …`, or sign in to the shop."
    ),
    "forbidden": Kind(403, "Not allowed", "Who calls may not do this."),
    "foreign-origin": Kind(
        403,
        "Sent from another site",
        "A browser sent this from an origin that is not the shop's own and not in"
        " `SERUM_API_ORIGINS`.",
    ),
    "not-found": Kind(
        404,
        "Not there",
        "There is nothing at this address that you may see: it does not exist, is not published,"
        " or is not sold in this market.",
    ),
    "no-cart": Kind(
        404,
        "No cart here",
        "The shop gave the plugin no cart to put things into; send the shopper to the shop's own"
        " pages instead.",
    ),
    "method-not-allowed": Kind(
        405, "Method not allowed", "`Allow` names the methods that this address takes."
    ),
    "conflict": Kind(409, "Conflict", "What is there already stands against it."),
    "still-running": Kind(
        409,
        "Still running",
        "A request with this `Idempotency-Key` has not ended yet. Wait as long as `Retry-After`"
        " says, then send the same again.",
    ),
    "notice-changed": Kind(
        412,
        "Notice has changed",
        "The safety notice that was shown is no longer the current one. Show the one in `notice`,"
        " then send its id.",
    ),
    "stale": Kind(
        412,
        "Changed meanwhile",
        "The write was made from a version that is no longer the latest. Read it again, apply the"
        " change to that, and send the new ETag in `If-Match`.",
    ),
    "too-large": Kind(413, "Body too large", "Send less at once."),
    "unsupported-type": Kind(415, "Body is not JSON", "Send `Content-Type: application/json`."),
    "invalid-body": Kind(
        422,
        "Body not usable",
        "The body breaks the schema of the request. `errors` points to each place in it.",
    ),
    "invalid-document": Kind(
        422, "Document breaks a rule", "`errors` points to each field that breaks a rule."
    ),
    "incomplete-page": Kind(
        422,
        "Page is not complete",
        "The page lacks what its market asks a published page to show, or says what a cosmetic may"
        " not. `errors` names each field; for claims, `GET claims` names rule, law and rewordings.",
    ),
    "notice-unavailable": Kind(
        422, "No reviewed notice", "There is no reviewed safety notice in that locale."
    ),
    "key-reused": Kind(
        422,
        "Idempotency-Key was used before",
        "Another request was sent with this `Idempotency-Key`. Make a new key for a new request.",
    ),
    "notice-not-shown": Kind(
        428,
        "Notice not shown",
        "Nothing goes into the cart before the shopper has seen the safety notice. Show the one in"
        " `notice`, and send its id as `notice`.",
    ),
    "if-match-required": Kind(
        428, "If-Match is missing", "Send the ETag of what you read in `If-Match`."
    ),
    "rate-limited": Kind(429, "Too many requests", "Wait as many seconds as `Retry-After` says."),
    "internal": Kind(
        500, "Something went wrong", "It is our fault and in our log. Try again later."
    ),
    "shop-answer-invalid": Kind(
        502, "Shop gave no usable answer", "The shop's own system answered with nonsense."
    ),
    "shop-unavailable": Kind(
        503,
        "Shop not available",
        "The shop's own system can't be reached at the moment. Pages are still there, without"
        " prices; try the cart again after `Retry-After` seconds.",
    ),
    "not-ready": Kind(503, "Not ready", "The plugin's tables are not up to date."),
}
"""Every kind of problem; its key is the anchor on the documentation page."""
