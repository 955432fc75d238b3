"""The merchant's editor of a mount, below ``<prefix>/editor/``.

To add a screen, in a module named after its subject:

1. Write a view. It takes a :class:`~.visiting.Visit` (mount, actor, addresses) and the address's
   values, and gives a response: ``visit.show("serum/editor/<subject>.html", ...)`` for a page,
   ``visit.go(endpoint, told=..., ...)`` after a change, :func:`~.answers.as_json` for a script.
2. Say above it who may see it: ``@needs(Action.READ)``, the first thing that runs. It turns guests
   away, asks the actor's roles and the host's ``can`` with the address's ``slug``, checks that a
   write comes from this editor, shows an error page for what is not there, and puts the headers on
   every answer. A view without it can't be added: :func:`~.routes.add_editor` refuses it.
   A view that touches more than the address names asks again: ``visit.require(action, slug)``.
3. List it in :data:`~.routes.ROUTES`: its rule, its endpoint, its view, its methods. A screen of
   its own gets an entry in :data:`~.navigation.MAIN`, a screen of one page in
   :data:`~.navigation.TABS`.
4. Write its template: it extends ``serum/editor/layout.html``, fills ``content``, and takes its
   form fields from ``serum/editor/fields.html``. A form that posts holds ``{{ token(screen) }}``;
   nothing stands in it inline, neither script nor style.
5. What a change did is said by a key of :data:`~.messages.TOLD`.

Views never change a page by themselves: they call :class:`~flask_serum.core.publishing.Publishing`.
"""
