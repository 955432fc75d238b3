"""The JSON API of a mount, below ``<prefix>/api/v1``: the page's content for any storefront.

Every endpoint is an :class:`~.operation.Operation`: a view together with everything that the
OpenAPI document says of it, so that what is served and what is promised can't part. To add a
resource, in a module named after it:

1. Write a :class:`~.operation.Parameters` schema for its query, a marshmallow schema for its body
   where it has one (``unknown`` is refused, with a suggestion), and one per answer.
2. Write the view: it takes a :class:`~.operation.Call` (mount, path values, checked query, headers
   and body, who calls) and gives an :class:`~.answering.Answer`. It never builds a response, never
   looks at conditional headers, and never aborts: it raises :class:`~.problems.ApiProblem`, or
   lets an error of the core pass, for which :func:`~.problems.problem_of` has a table.
3. List it in the module's ``OPERATIONS``, naming the problems of its own by their key in
   :data:`~.problem_kinds.KINDS`; add the module to :mod:`.registry`.
4. Write an example of it with ``tests/api_examples.py``; a test replays every example.

Unsafe methods are refused when a browser sends them from another site (see :mod:`.origins`).
Who may call is said by ``Operation.who``, which runs before anything of the request is read: it
gives an actor, or raises. Strong ETags, 304, cache headers, CORS and rate limits are added to every
answer by :mod:`.running` and :mod:`.blueprint`.
"""
