"""Blocks that several tables of the pages stand in, and their cells."""

from html import escape

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dtscore.pages.table_view import Cell, Row

register = template.Library()


@register.simple_tag
def place_of_source(sources, source, back):
    """Return the address of the figure that a source is named at, else ``back``."""
    return getattr(sources, "places", {}).get(source.code, back)


@register.simple_block_tag(end_name="endscrolltable")
def scrolltable(content, *labelledby, is_tall=False):
    """Let a wide table scroll, by keyboard too, in a region named by elements of the page.

    Usage: {% scrolltable "checks-caption" %}<table>…</table>{% endscrolltable %}. The ids of those elements
    may come in pieces: {% scrolltable table.id "-caption" is_tall=True %}; a tall one scrolls within a height
    of its own.
    """
    return format_html(
        '<div class="{}" role="region" aria-labelledby="{}" tabindex="0">{}</div>',
        "table-scroll tall" if is_tall else "table-scroll",
        "".join(map(str, labelledby)),
        content,
    )


@register.simple_tag(takes_context=True)
def cells_of(context, row: Row) -> SafeString:
    """Print the cells of a row: heads and plain ones here, what holds more by the template of a cell.

    A table has a thousand plain cells, which are not worth a template each.
    """
    cell_template = context.template.engine.get_template("components/_ranking_cell.html")

    def printed(cell: Cell) -> str:
        if cell.is_plain:
            return f'<td class="{cell.css}">{escape(cell.text)}</td>'
        if cell.is_head:
            text = escape(cell.text)
            name = f'<a href="{escape(cell.url)}">{text}</a>' if cell.url else text
            return f'<th scope="row">{name}</th>'
        return cell_template.render(template.Context({**vars(cell)}))

    return SafeString("\n".join(map(printed, row.cells)))
