"""What a page says around its tables: the words above each of them, its headings, its title."""

from collections.abc import Callable, Iterator

from lxml import etree

_UNSEEN = frozenset({"script", "style", "noscript", "template", "select", "svg", "head", "button", "nav"})
_INLINE = frozenset(
    ("a", "abbr", "b", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u")
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption"})
# So many texts right above a table are about it; what stands further up may be of anything.
_NEAREST = 3
_LONGEST = 500

Texts = tuple[str, ...]


def texts_around(
    page: etree._Element, *, is_table: Callable[[etree._Element], bool]
) -> Iterator[tuple[Texts, ...]]:
    """Yield for each table of a page the texts around it, those of one weight together.

    These are the nearest above it, the headings above it, the title of the page, and all else above it.
    """
    title = page.findtext(".//title") or ""
    texts: list[tuple[str, bool]] = []
    buffer: list[str] = []
    depth = hidden = 0

    def flush(tag: object) -> None:
        if text := " ".join("".join(buffer).split())[:_LONGEST]:
            texts.append((text, tag in _HEADINGS))
        buffer.clear()

    for event, element in etree.iterwalk(page, events=("start", "end")):
        tag, step = element.tag, 1 if event == "start" else -1
        if tag in _UNSEEN:
            hidden += step
        if tag == "table" and is_table(element):
            flush(tag)
            if event == "start":
                caption = next(element.iterchildren("caption"), None)
                yield _weighed(texts, caption=caption, title=title)
            if not _holds_tables(element, is_table):
                depth += step
        elif not (depth or hidden) and tag not in _INLINE:
            flush(tag)
        if not (depth or hidden):
            buffer.append((element.text if event == "start" else element.tail) or "")


def _holds_tables(table: etree._Element, is_table: Callable[[etree._Element], bool]) -> bool:
    """Tell a table that arranges the page: there are others in it."""
    return any(is_table(inner) for inner in table.iterdescendants("table"))


def _weighed(
    texts: list[tuple[str, bool]], *, caption: etree._Element | None, title: str
) -> tuple[Texts, ...]:
    own = () if caption is None else (" ".join("".join(caption.itertext()).split()),)
    all_texts = tuple(text for text, _is_heading in texts)
    headings = tuple(text for text, is_heading in texts if is_heading)
    return own, all_texts[-_NEAREST:], headings, (" ".join(title.split()),), all_texts
