"""The scoring once more, slowly: plain loops over dictionaries of exact fractions, None for a missing value.

It shares no code and no library with ``indicators.scoring``, so that one can check the other.
"""

from fractions import Fraction

Values = dict[str, Fraction | None]


def ranks(values: Values, *, higher_is_better=True) -> dict[str, int | None]:
    """One more than the number of units that are better."""
    result = {}
    for unit, own in values.items():
        if own is None:
            result[unit] = None
            continue
        rank = 1
        for other in values.values():
            if other is not None and (other > own if higher_is_better else other < own):
                rank += 1
        result[unit] = rank
    return result


def ranks_within(values: Values, *, groups: dict[str, str | None]) -> dict[str, int | None]:
    """Rank the members of each group on their own, if none of them lacks a value."""
    result = dict.fromkeys(values)
    for group in {group for group in groups.values() if group is not None}:
        members = {unit: values.get(unit) for unit in groups if groups[unit] == group}
        if None in members.values():
            continue
        for unit, rank in ranks(members).items():
            result[unit] = rank
    return result


def weighted_total(values: Values, *, points: dict[str, int], points_assessed: int) -> Fraction | None:
    """Add up the groups of one unit."""
    reached, counted = Fraction(0), 0
    for group, most in points.items():
        if most == 0:
            continue
        if values.get(group) is None:
            return None
        reached += most * values[group]
        counted += 1
    return reached / points_assessed if counted else None


def composite(values: Values, *, total, part_points, points, points_assessed) -> Fraction | None:
    """One composite of one unit: from its parts, or from what the others leave of the total."""
    size = sum(part_points.values())
    if size == 0:
        return None
    if all(values.get(part) is not None for part, most in part_points.items() if most > 0):
        return sum(most * values[part] for part, most in part_points.items() if most > 0) / size
    outside = {group: most for group, most in points.items() if most > 0 and not part_points.get(group)}
    if total is None or any(values.get(group) is None for group in outside):
        return None
    return (points_assessed * total - sum(most * values[group] for group, most in outside.items())) / size


def gaps_to_next(values: Values) -> dict[str, Fraction | None]:
    """The distance to the lowest of the higher values."""
    if None in values.values():
        return dict.fromkeys(values)
    result = {}
    for unit, own in values.items():
        higher = [other for other in values.values() if other > own]
        result[unit] = min(higher) - own if higher else None
    return result


def leading_units(values: Values, *, count: int) -> set[str]:
    """Every unit that fewer than ``count`` others surpass."""
    if None in values.values():
        return set()
    return {unit for unit, rank in ranks(values).items() if rank <= count}


def predecessor_means(values: Values, *, successors: dict[str, str]) -> dict[str, Fraction | None]:
    """The mean of those that became one unit, None if one of them has no value."""
    result = {}
    for successor in successors.values():
        parts = [values.get(unit) for unit in successors if successors[unit] == successor]
        result[successor] = None if None in parts else sum(parts) / len(parts)
    return result


def proposal(kind: str, *, most: Fraction, steps, a: Fraction | None, b: Fraction | None):
    """The score that a rule gives, found by trying every ten-thousandth of a point below the maximum."""
    if a is None or kind == "direct":
        return None
    if kind == "steps":
        score = None
        for at_least, points in sorted(steps):
            score = points if a >= at_least else score or Fraction(0)
        return score if score is None or score < most else most
    if kind == "levels":
        return {Fraction(1): most, Fraction(1, 2): most / 2, Fraction(0): Fraction(0)}.get(a)
    if not b:
        return None
    best = Fraction(0)
    for units in range(int(most * 10_000) + 1):
        # Half a unit below the exact ratio is near enough, for halves are rounded up.
        if (Fraction(units, 10_000) - Fraction(1, 20_000)) * b <= a * most:
            best = Fraction(units, 10_000)
    return best


def assessed(scores, *, applies, most, groups, points, points_assessed):
    """Groups and total of one unit from its indicators: points reached of those that apply, else None."""
    shares, sum_of_groups, whole = {}, Fraction(0), Fraction(points_assessed)
    is_complete, anything = True, False
    for group in dict.fromkeys(groups.values()):
        counted = [one for one in groups if groups[one] == group and applies[one] and most[one] != 0]
        if not counted:
            shares[group] = None
            whole -= points[group]
            continue
        anything = anything or points[group] > 0
        if any(scores[one] is None for one in counted):
            shares[group] = None
            is_complete = is_complete and points[group] == 0
            continue
        shares[group] = sum(scores[one] for one in counted) / sum(Fraction(most[one]) for one in counted)
        sum_of_groups += points[group] * shares[group]
    total = sum_of_groups / whole if is_complete and anything and whole > 0 else None
    return shares, total


def movements(before: Values, after: Values, *, higher_is_better=True) -> dict[str, tuple[int | None, str]]:
    """Of each unit the places gained, and whether score and rank went apart."""
    old = ranks(before, higher_is_better=higher_is_better)
    new = ranks(after, higher_is_better=higher_is_better)
    result = {}
    for unit in after:
        if old.get(unit) is None or new[unit] is None:
            result[unit] = None, ""
            continue
        change = old[unit] - new[unit]
        gain = after[unit] - before[unit] if higher_is_better else before[unit] - after[unit]
        apart = gain * change < 0
        result[unit] = change, ("better_but_lower" if gain > 0 else "worse_but_higher") if apart else ""
    return result


def greatest_rises(changes: dict[str, int | None], *, most: int) -> set[str]:
    """Every unit that rose and that fewer than ``most`` others rose more than."""
    rises = {unit: change for unit, change in changes.items() if change is not None and change > 0}
    return {unit for unit in rises if sum(other > rises[unit] for other in rises.values()) < most}


def back_cast(values: Values, *, successors: dict[str, str], units, higher_is_better=True):
    """The mean of the predecessors of each unit, else its own value; ranks if all are known."""
    cast = {}
    for unit in units:
        parts = [values.get(old) for old in successors if successors[old] == unit] or [values.get(unit)]
        cast[unit] = None if None in parts else sum(parts) / len(parts)
    whole = None not in cast.values()
    return cast, ranks(cast, higher_is_better=higher_is_better) if whole else dict.fromkeys(cast)


def averaging_effects(values: Values, *, successors: dict[str, str], higher_is_better=True):
    """Of each unit made of several: how far their mean is from the best of them."""
    effects = {}
    for unit in set(successors.values()):
        parts = [values.get(old) for old in successors if successors[old] == unit]
        if len(parts) > 1 and None not in parts:
            effects[unit] = sum(parts) / len(parts) - (max(parts) if higher_is_better else min(parts))
    return effects


def gains(values, *, totals: Values, points: dict[str, int], points_assessed: int, regions) -> dict:
    """Value, total and rank by (unit, part, target), each found by ranking everybody anew; None for none."""
    result = {}
    for unit, own in values.items():
        above = [total for total in totals.values() if total > totals[unit]]
        neighbours = [other for other in values if regions.get(other) == regions.get(unit)]
        for part in own:
            column = sorted(values[other][part] for other in values)
            middle = (column[(len(column) - 1) // 2] + column[len(column) // 2]) / 2
            targets = {"full": Fraction(1), "median": middle, "regional_best": None, "next_place": None}
            if regions.get(unit) is not None:
                targets["regional_best"] = max(values[other][part] for other in neighbours)
            if above:
                needed = own[part] + (min(above) - totals[unit]) * points_assessed / points[part]
                targets["next_place"] = needed if needed <= 1 else None
            for target, value in targets.items():
                if value is None:
                    result[unit, part, target] = None
                    continue
                more = max(value - own[part], Fraction(0)) * points[part] / points_assessed
                total = totals[unit] + more
                result[unit, part, target] = value, total, ranks({**totals, unit: total})[unit]
    return result
