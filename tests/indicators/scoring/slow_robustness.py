"""Rank intervals once more, slowly, over exact fractions and with no code of ``indicators.scoring``."""

from fractions import Fraction

from tests.indicators.scoring.slow import Values, ranks


def rank_interval(units: dict[str, Values], *, totals: Values, points: dict[str, int], factors) -> dict:
    """The lowest and highest rank of each unit over draws of factors, 5 % of them left out at either end."""
    drawn = {unit: [] for unit in units}
    for factor in factors:
        for unit, rank in ranks(_new_totals(units, totals, points, factor)).items():
            drawn[unit].append(rank)
    central = ranks(totals)
    result = {}
    for unit, found in drawn.items():
        found.sort()
        beyond = len(found) * 5 // 100
        lowest, highest = found[beyond], found[-1 - beyond]
        result[unit] = (min(lowest, central[unit]), max(highest, central[unit]))
    return result


def ranks_without_each(units: dict[str, Values], *, totals: Values, points: dict[str, int]) -> dict:
    """The lowest and highest rank of each unit when one part after the other is left out."""
    found = {unit: [] for unit in units}
    for left_out in points:
        factor = {part: Fraction(part != left_out) for part in points}
        for unit, rank in ranks(_new_totals(units, totals, points, factor)).items():
            found[unit].append(rank)
    return {unit: (min(places), max(places)) for unit, places in found.items()}


def similar_units(units: dict[str, Values], *, totals: Values, points: dict[str, int], band: float) -> dict:
    """How many others lie within 1.645 standard deviations of the difference, unit by unit."""
    assessed, rest = sum(points.values()), _remainders(units, totals, points)
    result = dict.fromkeys(units, 0)
    for one in units:
        for other in units:
            apart = abs(totals[one] - totals[other])
            differences = [
                points[part] * (units[one][part] + rest[one] - units[other][part] - rest[other])
                for part in points
            ]
            deviation = Fraction(band) ** 2 / 3 * sum(each**2 for each in differences) / assessed**2
            if one != other and apart**2 <= Fraction("1.6448536269514722") ** 2 * deviation:
                result[one] += 1
    return result


def _new_totals(units, totals, points, factor):
    rest, whole = _remainders(units, totals, points), sum(points[part] * factor[part] for part in points)
    return {
        unit: sum(points[part] * factor[part] * values[part] for part in points) / whole + rest[unit]
        for unit, values in units.items()
    }


def _remainders(units, totals, points):
    assessed = sum(points.values())
    return {
        unit: totals[unit] - sum(points[part] * values[part] for part in points) / assessed
        for unit, values in units.items()
    }
