"""The letters of the first picture."""

from html import escape, unescape

from dtscore.charts import theme
from dtscore.charts.axes import LINE_BREAK


def text_element(label: str, *, place: str, css_class: str, x: str = "", dx: int = 0, y: float = 0) -> str:
    """Draw a label that may have several lines, centred on ``y``."""
    lines = [escape(unescape(line)) for line in label.split(LINE_BREAK)]
    baseline = y + 4.5 - (len(lines) - 1) * theme.LINE_HEIGHT / 2
    shift = f' dx="{dx}"' if dx else ""
    head = f'<text class="{css_class}" text-anchor="{place}"'
    if len(lines) == 1:
        return f'{head} x="{x or 0}"{shift} y="{baseline:g}">{lines[0]}</text>'
    spans = "".join(
        f'<tspan x="{x or 0}"{shift} y="{baseline + row * theme.LINE_HEIGHT:g}">{line}</tspan>'
        for row, line in enumerate(lines)
    )
    return f"{head}>{spans}</text>"
