"""The scenario of an address: which parts move to where, by which weights; and the fields of its form."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dtscore.pages.notices import Notice
from dtscore.pages.parts import part_field, part_labels, part_scale
from dtscore.pages.simulator.choice import Choice
from dtscore.pages.standings import value_text
from indicators.models import Measure
from indicators.notation import DECIMAL_MARKS, NotationError, format_points, parse_number
from indicators.scoring.parts import BLOCK
from indicators.scoring.scenarios import has_proportions

WEIGHT_PREFIX = "trong-so-"
MOST_WEIGHT = Decimal(10_000)


@dataclass(frozen=True, kw_only=True)
class Field:
    """A number of the form, as machines write it; ``own`` is what it holds if nothing is moved.

    A slider goes by ``slider_step``, so that a hundred keystrokes or fewer take it from one end to the other.
    ``refused`` is what was typed and could not be taken; it stays in the field.
    """

    name: str
    label: str
    value: str
    own: str
    own_text: str
    most: str
    refused: str = ""
    slider_step: str = ""

    @property
    def shown(self) -> str:
        """Its value as readers of the page write it, or what they wrote instead."""
        return self.refused or self.value.replace(".", DECIMAL_MARKS[get_language()])


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """``moves`` are shares by part; ``weights`` are None for the points of the rule book."""

    labels: dict[str, str]
    scale: pd.Series
    moves: dict[str, float]
    weights: pd.Series | None
    value_fields: tuple[Field, ...]
    weight_fields: tuple[Field, ...]
    notices: Sequence[Notice]

    @property
    def is_moved(self) -> bool:
        return bool(self.moves) or self.weights is not None

    @property
    def shows_weights(self) -> bool:
        """Whether something was done to the weights that the reader has to see."""
        return self.weights is not None or any(field.refused for field in self.weight_fields)


def scenario_of(choice: Choice) -> Scenario:
    """Read the scenario of an address; what cannot be read stays as published, and is told."""
    parts, edition, typed = choice.parts, choice.edition, choice.params.typed
    labels, scale = part_labels(parts, edition=edition), part_scale(parts, edition=edition)
    decimals = edition.methodology.decimals
    notices, value_fields, weight_fields, moves = [], [], [], {}
    for code, label in labels.items():
        own = parts.values.loc[choice.unit.pk, code] * scale[code]
        own_number = f"{own:.{decimals}f}"
        most = Decimal(str(scale[code]))
        text = typed.get(part_field(code), "")
        number = _read(text, label=label, most=most, notices=notices)
        if number is not None and number != Decimal(own_number):
            moves[code] = float(number) / scale[code]
        value_fields.append(
            Field(
                name=part_field(code),
                label=label,
                value=own_number if code not in moves else f"{number:f}",
                own=own_number,
                own_text=_own_text(code, value_text(own, edition=edition)),
                most=_plain(most),
                refused=text if number is None else "",
                slider_step=f"{Decimal(1).scaleb(max(most.adjusted() - 2, -decimals)):f}",
            )
        )
        weight_fields.append(_weight_field(code, label, choice=choice, notices=notices))
    weights = _weights(choice, weight_fields, notices=notices)
    notices += _unmoved(choice, known=[field.name for field in (*value_fields, *weight_fields)])
    return Scenario(
        labels=labels,
        scale=scale,
        moves=moves,
        weights=weights,
        value_fields=tuple(value_fields),
        weight_fields=tuple(weight_fields),
        notices=notices,
    )


def _unmoved(choice: Choice, *, known: Collection[str]) -> list[Notice]:
    """Say which measures in the address move nothing; other fields of it are none of this page's business."""
    others = sorted(set(choice.params.typed) - set(known))
    if not others:
        return []
    measures = Measure.objects.filter(methodology__scorecard=choice.edition.scorecard).in_order()
    by_code = {measure.code.casefold(): measure for measure in measures}
    texts, unknown = [], []
    for name in others:
        measure = by_code.get(name.removeprefix(WEIGHT_PREFIX).casefold())
        if measure is not None and name in choice.parts.block:
            texts.append(
                _("%(part)s is one of the common groups, known together alone; it is not moved.")
                % {"part": measure.name}
            )
        elif measure is not None:
            unknown.append(f"“{name}”")
    if unknown:
        texts.append(
            _("No part of this edition's total is called %(names)s in an address; nothing is moved by it.")
            % {"names": ", ".join(unknown)}
        )
    return [Notice(text=text, kind="warning") for text in texts]


def _weight_field(code: str, label: str, *, choice: Choice, notices: list[Notice]) -> Field:
    own = Decimal(str(choice.parts.points[code]))
    name = WEIGHT_PREFIX + part_field(code)
    text = choice.params.typed.get(name, "")
    number = _read(text, label=label, most=MOST_WEIGHT, notices=notices)
    return Field(
        name=name,
        label=label,
        value=_plain(own if number is None else number),
        own=_plain(own),
        own_text=_own_weight_text(code, own, choice=choice),
        most=_plain(MOST_WEIGHT),
        refused=text if number is None else "",
    )


def _own_text(code: str, value: str) -> str:
    return (_("computed: %(own)s") if code == BLOCK else _("published: %(own)s")) % {"own": value}


def _own_weight_text(code: str, weight: Decimal, *, choice: Choice) -> str:
    """Say what the rule book has, or that this was worked out."""
    is_derived = set(choice.parts.block if code == BLOCK else [code]) & set(choice.parts.derived)
    text = _("derived: %(own)s") if is_derived else _("in the rule book: %(own)s")
    return text % {"own": format_points(weight, language=get_language())}


def _weights(choice: Choice, fields: Sequence[Field], *, notices: list[Notice]) -> pd.Series | None:
    """Return own weights by part; None for those of the rule book, in whatever numbers they are given."""
    weights = pd.Series([float(field.value) for field in fields], index=choice.parts.points.index)
    if not weights.sum() > 0:
        text = _("At least one weight must be above 0; the weights of the rule book stay.")
        notices.append(Notice(text=text, kind="warning"))
        return None
    return None if has_proportions(choice.parts, weights) else weights


def _read(text: str, *, label: str, most: Decimal, notices: list[Notice]) -> Decimal | None:
    """Return the number that was typed; None, and a sentence, for what is no number from 0 to the most."""
    if not text:
        return None
    try:
        number = parse_number(text, scale_max=most, decimal_mark="." if "," not in text else ",")
    except NotationError:
        facts = {"typed": text, "part": label, "most": format_points(most, language=get_language())}
        sentence = _("“%(typed)s” for %(part)s is no number from 0 to %(most)s; the published figure stays.")
        notices.append(Notice(text=sentence % facts, kind="warning"))
        return None
    return number


def _plain(number: Decimal) -> str:
    """Write a number without zeros behind it: 500, 12.5."""
    return f"{number.normalize():f}"
