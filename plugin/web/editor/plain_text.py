"""Rich text as people type it where there is no rich-text field: paragraphs, and ``- `` lists.

What that can't say is shown as the HTML it is kept as, so that nothing is lost on the way.
"""

from __future__ import annotations

import html as entities
import re

from markupsafe import escape

_BLOCK = re.compile(r"<p>((?:[^<]|<br>)*)</p>|<ul>((?:<li>[^<]*</li>)+)</ul>")
_ITEM = re.compile(r"<li>([^<]*)</li>")
_MARKUP = re.compile(r"</?[a-zA-Z]|&#?\w+;")


def to_html(text: str) -> str:
    """Read what was typed.

    :param text: paragraphs with blank lines between them, lines that begin with ``- ``, or HTML.
    """
    text = text.replace("\r\n", "\n").strip()
    if _MARKUP.search(text):
        return text
    blocks = (block.strip("\n") for block in re.split(r"\n[^\S\n]*\n", text))
    return "".join(_block(block.split("\n")) for block in blocks if block.strip())


def to_text(html: str) -> str:
    """Write rich text the way people type it, or as HTML where it holds more than that.

    ``to_html(to_text(html))`` is `html` again.

    :param html: clean, as it is kept.
    """
    found = list(_BLOCK.finditer(html))
    if "".join(one.group(0) for one in found) != html:
        return html
    text = "\n\n".join(_typed(one) for one in found)
    return text if to_html(text) == html else html


def _block(lines: list[str]) -> str:
    made = ""
    plain: list[str] = []
    items: list[str] = []
    for line in [*lines, None]:
        if line is not None and line.startswith("- "):
            made, plain = made + _paragraph(plain), []
            items.append(line[2:])
        else:
            made, items = made + _list(items), []
            if line is not None:
                plain.append(line)
    return made + _paragraph(plain)


def _paragraph(lines: list[str]) -> str:
    return f"<p>{'<br>'.join(str(escape(line.strip())) for line in lines)}</p>" if lines else ""


def _list(items: list[str]) -> str:
    inner = "".join(f"<li>{escape(item.strip())}</li>" for item in items)
    return f"<ul>{inner}</ul>" if items else ""


def _typed(block: re.Match[str]) -> str:
    if block.group(2) is None:
        return entities.unescape(block.group(1).replace("<br>", "\n"))
    return "\n".join(f"- {entities.unescape(one)}" for one in _ITEM.findall(block.group(2)))
