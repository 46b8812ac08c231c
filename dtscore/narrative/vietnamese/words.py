"""Phrases that several Vietnamese sentences are made of."""

from collections.abc import Iterable, Sequence

from dtscore.narrative.facts import (
    COMPUTED,
    DERIVED,
    Change,
    Coverage,
    Name,
    OtherSet,
    Period,
    Placing,
    Rank,
    Value,
)
from dtscore.narrative.pieces import Part, Piece, Sentence, as_pieces, filled, listed, tidy
from indicators.notation import format_change, format_number, format_rank

LANGUAGE = "vi"
LOCALITIES = "địa phương"
SIDES = {1: "cao", -1: "thấp"}
MARKS = {COMPUTED: "theo tính toán", DERIVED: "suy ra"}


def period_text(period: Period) -> str:
    """Return “năm 2022”, or “kỳ …” for what is no year."""
    return f"năm {period.text}" if period.is_year else f"kỳ {period.text}"


def name(named: Name) -> Piece:
    return Piece(named.text, named.reference)


def within(text: str) -> str:
    """Return a name as it stands within a sentence: “nhân lực số”; “UBND …” stays."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def members(text: str) -> str:
    """Return who is ranked together: “63 tỉnh, thành phố”, “các bộ, ngành có dịch vụ công”."""
    return text if text[:1].isdigit() else f"các {within(text)}"


def name_within(named: Name) -> Piece:
    return Piece(within(named.text), named.reference)


def line(parts: Sequence[Part]) -> Sentence:
    """Return “A, B và C”."""
    return listed(parts, comma=", ", last=" và ")


def count_text(number: int) -> str:
    return format_number(number, decimals=0, language=LANGUAGE)


def value(figure: Value) -> Piece:
    return Piece(figure.text, figure.reference)


def marked_value(figure: Value) -> Sentence:
    """Return “0,5787”, with “(theo tính toán)” where we computed it."""
    mark = MARKS.get(figure.basis)
    return filled("{value} ({mark})", value=value(figure), mark=mark) if mark else (value(figure),)


def rank(figure: Rank, *, lead: str) -> Piece:
    """Return “xếp hạng 25/63” as one piece, ``lead`` being its first word."""
    return Piece(
        f"{lead} {format_rank(figure.place, count=figure.count, language=LANGUAGE)}", figure.reference
    )


def change_text(change: Change) -> str:
    return format_change(change.places, language=LANGUAGE)


def change(figure: Change, *, with_since: bool) -> Piece:
    """Return “tăng 1 bậc so với năm 2021”, or the change alone where its period was named before."""
    since = f" so với {period_text(figure.since)}" if with_since and figure.since else ""
    return Piece(f"{change_text(figure)}{since}", figure.reference)


def rank_with_change(
    figure: Rank, movement: Change | None, *, lead: str, behind: Part = "", with_since: bool = True
) -> Sentence:
    """Return “xếp hạng 25/63 (tăng 1 bậc so với năm 2021)”; in the brackets too what was not published.

    ``behind`` stands before the brackets, such as the name of a region.
    """
    notes: list[Part] = []
    if figure.count is None:
        notes.append("chưa rõ tổng số đơn vị")
    rank_mark = MARKS.get(figure.basis)
    if rank_mark:
        notes.append(rank_mark)
    if movement is not None:
        moved = change(movement, with_since=with_since)
        change_mark = MARKS.get(movement.basis)
        if change_mark and change_mark != rank_mark:
            notes.append(filled("{mark} {change}", mark=change_mark, change=moved))
        else:
            notes.append(moved)
    placed = tidy([rank(figure, lead=lead), *([Piece(" "), *as_pieces(behind)] if behind else [])])
    if not notes:
        return placed
    return filled("{placed} ({notes})", placed=placed, notes=listed(notes, comma=", ", last=", "))


def marks_of(figures: Iterable[Value | Rank | None]) -> str:
    """Return how those of some figures are known that were not published; nothing where all were."""
    marks = (MARKS.get(figure.basis) for figure in figures if figure is not None)
    return ", ".join(dict.fromkeys(mark for mark in marks if mark))


def are_published(placings: Iterable[Placing]) -> bool:
    return not any(marks_of([placing.rank, placing.value]) for placing in placings)


def unknown_count(placings: Iterable[Placing]) -> str:
    """Return “ (chưa rõ tổng số đơn vị)” where a rank of some is told without the number of units."""
    ranks = [placing.rank for placing in placings if placing.rank is not None]
    return " (chưa rõ tổng số đơn vị)" if any(rank.count is None for rank in ranks) else ""


def marked_rank(figure: Rank, *, lead: str) -> Sentence:
    """Return “hạng 25/63”, with “(suy ra)” where nobody published it."""
    told, mark = rank(figure, lead=lead), MARKS.get(figure.basis)
    return filled("{rank} ({mark})", rank=told, mark=mark) if mark else (told,)


def unit_with_value(placing: Placing) -> Sentence:
    """Return “Đà Nẵng (0,8002)”, or “Đà Nẵng (0,8002, suy ra)”."""
    if placing.value is None:
        return (name(placing.name),)
    return _unit_with(placing, value(placing.value), mark=marks_of([placing.value]))


def unit_with_rank(placing: Placing, *, with_mark: bool = True) -> Sentence:
    """Return “Đà Nẵng (hạng 1/63)”; without its mark where the sentence bears it for all."""
    if placing.rank is None:
        return (name(placing.name),)
    mark = marks_of([placing.rank]) if with_mark else ""
    return _unit_with(placing, rank(placing.rank, lead="hạng"), mark=mark)


def _unit_with(placing: Placing, figure: Piece, *, mark: str) -> Sentence:
    notes = listed([figure, *([mark] if mark else [])], comma=", ", last=", ")
    return filled("{unit} ({notes})", unit=name(placing.name), notes=notes)


def placing_text(placing: Placing) -> Sentence:
    """Return “Trà Vinh xếp hạng 25/63 (0,6077)”, or what of it is known; marked what was not published."""
    unit = name(placing.name)
    if not placing.is_placed:
        return filled("{unit} {reason}", unit=unit, reason=absence(placing))
    if placing.rank is None:
        known = marked_value(placing.value)
        return filled("{unit} đạt {value}, chưa công bố thứ hạng", unit=unit, value=known)
    placed = marked_rank(placing.rank, lead="xếp hạng")
    if placing.value is None:
        return filled("{unit} {rank}", unit=unit, rank=placed)
    # A second pair of brackets behind the first one, or within it, reads badly.
    pattern = "{unit} {rank} ({value})" if are_published([placing]) else "{unit} {rank}, đạt {value}"
    return filled(pattern, unit=unit, rank=placed, value=marked_value(placing.value))


def absence(placing: Placing) -> str:
    return "tham gia nhưng không xếp hạng" if placing.takes_part else "chưa có kết quả được công bố"


def coverage_text(coverage: Coverage) -> Sentence:
    """Return “mới có 5/63 đơn vị có giá trị”."""
    pattern = "mới có {known} có giá trị"
    if coverage.count is None:
        pattern += ", chưa rõ tổng số đơn vị"
    return filled(pattern, known=known_units(coverage))


def only_told(placings: Iterable[Placing]) -> str:
    """Return what the figures of a thin edition are restricted to: “chỉ nêu số liệu đã công bố”."""
    return "chỉ nêu số liệu đã công bố" if are_published(placings) else "chỉ nêu số liệu đã biết"


def known_units(coverage: Coverage) -> Piece:
    """Return “5/63 đơn vị”, or “5 đơn vị” where the number of units is not known."""
    known = format_rank(coverage.known, count=coverage.count, language=LANGUAGE)
    return Piece(f"{known} đơn vị", coverage.reference)


def other_set(before: OtherSet) -> Sentence:
    """Say why the edition before is no measure of this one."""
    return filled(
        "Không so thứ hạng với {period}: kỳ đó xếp hạng {before}, kỳ này xếp hạng {now}.",
        period=period_text(before.period),
        before=within(before.ranked_before),
        now=within(before.ranked),
    )
