"""The state of a ranking page, as it stands in its address."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

import django_filters
from django.db.models import Case, F, OuterRef, Subquery, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dtscore.pages.ranking.table import RANK, RankingTable
from indicators.models import Edition
from provinces.models import UnitName, UnitSetMember
from provinces.models.units import valid_on

TABLE, MAP, CHART, MOVEMENT, APPRAISED = "bang", "ban-do", "bieu-do", "bien-dong", "tham-dinh"
TABS = (TABLE, MAP, CHART, MOVEMENT, APPRAISED)


class MemberFilter(django_filters.FilterSet):
    """The members of an edition's unit set by region (``vung``) and type (``loai``)."""

    vung = django_filters.ChoiceFilter(
        field_name="region__code", label=gettext_lazy("Region"), empty_label=gettext_lazy("All regions")
    )
    loai = django_filters.ChoiceFilter(
        field_name="type_in_force", label=gettext_lazy("Type"), empty_label=gettext_lazy("All types")
    )

    class Meta:
        model = UnitSetMember
        fields = ()

    def __init__(self, params, *, table: RankingTable):
        super().__init__(params, queryset=members_with_type(table.edition))
        types = dict.fromkeys(code for code in table.members["type"] if code)
        self.filters["vung"].extra["choices"] = [(region.code, region.name) for region in table.regions]
        self.filters["loai"].extra["choices"] = [(code, str(UnitName.Type(code).label)) for code in types]

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are on, in the words of their choices; unknown values are left out."""
        return {
            name: dict(self.filters[name].extra["choices"])[value]
            for name, value in self.form.cleaned_data.items()
            if value
        }

    @property
    def fields(self):
        """The fields of the form that leave a choice in this edition."""
        return [
            self.form[name] for name, filter_ in self.filters.items() if len(filter_.extra["choices"]) > 1
        ]

    @property
    def unit_ids(self) -> set[int] | None:
        """The units that pass; None where no filter is on."""
        return set(self.qs.values_list("unit_id", flat=True)) if self.chosen else None


def members_with_type(edition: Edition):
    """Return the members of the unit set with their type on the day whose names the edition shows."""
    names = (
        UnitName.objects.filter(unit=OuterRef("unit"))
        .annotate(in_force=Case(When(valid_on(edition.names_on), then=1), default=0))
        .order_by("-in_force", F("valid_from").desc(nulls_last=True))
    )
    return edition.unit_set.members.annotate(type_in_force=Subquery(names.values("type")[:1])).order_by(
        "order"
    )


@dataclass(frozen=True, kw_only=True)
class RankingState:
    """What the reader chose; each field that is not the usual one stands in the address."""

    tab: str = TABLE
    region: str = ""
    type: str = ""
    sort: str = RANK
    descending: bool = False
    own: str = ""
    units: tuple[str, ...] = ()
    page: str = "1"

    @classmethod
    def from_params(cls, params, *, table: RankingTable, filterset: MemberFilter):
        """Return the state, and a sentence for each value that means nothing here."""
        tab = params.get("tab") or TABLE
        sort = params.get("sap-xep") or RANK
        known_sorts = {RANK, *(column.key for column in table.columns)}
        tabs = (TABLE,) if table.has_one_view else TABS
        sentences = [
            _("This page knows no “%(value)s” for %(parameter)s; it shows all.")
            % {"value": params.get(name, ""), "parameter": filterset.filters[name].label}
            for name in filterset.form.errors
        ]
        if tab not in tabs:
            sentences.append(_("There is no view “%(value)s”; here is the table.") % {"value": tab})
        if sort.removeprefix("-") not in known_sorts:
            sentences.append(
                _("The table has no column “%(value)s”; it is sorted by rank.") % {"value": sort}
            )
            sort = RANK
        state = cls(
            tab=tab if tab in tabs else TABLE,
            region=filterset.form.cleaned_data.get("vung", ""),
            type=filterset.form.cleaned_data.get("loai", ""),
            sort=sort.removeprefix("-"),
            descending=sort.startswith("-"),
            own=params.get("cua-toi", ""),
            page=params.get("trang") or "1",
        )
        return state, sentences

    @property
    def params(self) -> dict[str, str | tuple[str, ...]]:
        """The parameters of the address that are not the usual ones, in a fixed order."""
        sort = f"-{self.sort}" if self.descending else self.sort
        usual = {"tab": TABLE, "sap-xep": RANK, "trang": "1"}
        every = {
            "tab": self.tab,
            "vung": self.region,
            "loai": self.type,
            "sap-xep": sort,
            "cua-toi": self.own,
            "don-vi": self.units,
            "trang": self.page,
        }
        return {name: value for name, value in every.items() if value and value != usual.get(name)}

    def fields(self, *names: str) -> list[tuple[str, str]]:
        """Return some parameters as a form passes them on, one at a time."""
        return [
            (name, value)
            for name, values in self.params.items()
            if name in names
            for value in ([values] if isinstance(values, str) else values)
        ]

    def query(self, **changes) -> str:
        """Return the address of this page in another state; a page number lasts for one state alone."""
        state = replace(self, **{"page": "1", **changes})
        return f"?{urlencode(state.params, doseq=True)}"
