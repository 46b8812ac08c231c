"""What a reader sees of an answer."""

import html
import re


def words(answer) -> str:
    """Return the words of a page, one blank apart, without scripts and pictures; links stand in sentences."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    body = re.sub(r"</?a\b[^>]*>", "", body)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
