"""What was asked for beside a file: which editions and units it is about, and what its scorecard is."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal

from indicators.models import ImportBatch


@dataclass(frozen=True)
class NewScorecard:
    """An index that the site does not know yet.

    Args:
        scale: the largest value there can be.
        names: what a person made of the names of its measures.
    """

    name: str
    scale: Decimal
    names: Mapping = field(default_factory=dict)

    def to_json(self) -> dict:
        return {**asdict(self), "scale": f"{self.scale.normalize():f}"}

    @classmethod
    def from_json(cls, stored: dict) -> "NewScorecard":
        return cls(**{**stored, "scale": Decimal(stored["scale"])})


@dataclass(frozen=True)
class Options:
    """What a person asked for; ``ImportBatch.options`` keeps it as JSON.

    Args:
        edition: a period or the address name of an edition; None where the table says it.
        unit_set: the code of the set that is measured.
        unit: the slug of the unit that a table of indicators is of.
        new_scorecard: what is to be made where the scorecard is not known yet.
        sheet: the name of the sheet that is read; None for the one that holds results.
        left_out_names: printed names whose rows a person left out.
        takes_rounded: whether values that differ from what stands by rounding alone are written.
    """

    edition: str | None = None
    unit_set: str | None = None
    unit: str | None = None
    new_scorecard: NewScorecard | None = None
    sheet: str | None = None
    left_out_names: tuple[str, ...] = ()
    takes_rounded: bool = False

    def to_json(self) -> dict:
        new = self.new_scorecard.to_json() if self.new_scorecard else None
        return {**asdict(self), "new_scorecard": new, "left_out_names": list(self.left_out_names)}

    @classmethod
    def of(cls, batch: ImportBatch) -> "Options":
        """Return what an import was asked for."""
        stored = dict(batch.options)
        if new := stored.get("new_scorecard"):
            stored["new_scorecard"] = NewScorecard.from_json(new)
        stored["left_out_names"] = tuple(stored.get("left_out_names", ()))
        return cls(**stored)
