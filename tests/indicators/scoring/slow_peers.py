"""Similar units once more, slowly: plain loops over dictionaries, None for a missing value."""

import math


def similar_units(unit, *, order, regions, totals, parts, points, without, count) -> list[tuple]:
    """Return (unit, reasons), as ``indicators.scoring.peers`` does, sharing no code with it."""
    others = [other for other in order if other != unit and other not in without]

    def apart(other):
        if totals[other] is None or totals[unit] is None:
            return None
        return round(abs(float(totals[other] - totals[unit])), 9)

    def unlike(other):
        reached, shared = 0, 0
        for part, most in points.items():
            own, theirs = parts[unit][part], parts[other][part]
            if own is not None and theirs is not None:
                reached += most * (theirs - own) ** 2
                shared += most
        return round(math.sqrt(reached / shared), 9) if shared else None

    def first(units, distance):
        keys = []
        for other in units:
            far = distance(other)
            keys.append((far is None, far or 0, order[other], other))
        return [key[-1] for key in sorted(keys)[:count]]

    named = {
        "region": first([o for o in others if regions[o] and regions[o] == regions[unit]], apart),
        "total": first([o for o in others if apart(o) is not None], apart),
        "parts": first([o for o in others if unlike(o) is not None], unlike),
    }
    units = dict.fromkeys(other for near in named.values() for other in near)
    return [(other, tuple(reason for reason, near in named.items() if other in near)) for other in units]
