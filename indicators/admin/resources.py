"""The columns that scorecards and results are exported with; they come in by other doors."""

from import_export import fields, resources

from indicators.models import Benchmark, Edition, LeaderList, Measure, Methodology, Ranking


def column(path: str, name: str) -> fields.Field:
    """Return a column that follows a relation to what names its row."""
    return fields.Field(attribute=path, column_name=name)


class MethodologyResource(resources.ModelResource):
    scorecard = column("scorecard__code", "scorecard")
    source = column("source__code", "source")

    class Meta:
        model = Methodology
        exclude = ("id", "note")


class MeasureResource(resources.ModelResource):
    scorecard = column("methodology__scorecard__code", "scorecard")
    methodology = column("methodology__code", "methodology")
    parent = column("parent__code", "parent")
    source = column("source__code", "source")

    class Meta:
        model = Measure
        exclude = ("id",)


class EditionResource(resources.ModelResource):
    scorecard = column("scorecard__code", "scorecard")
    methodology = column("methodology__code", "methodology")
    unit_set = column("unit_set__code", "unit_set")
    replaces = column("replaces__revision", "replaces_revision")
    source = column("source__code", "source")

    class Meta:
        model = Edition
        exclude = ("id",)


class RowOfEditionResource(resources.ModelResource):
    scorecard = column("edition__scorecard__code", "scorecard")
    edition = column("edition__slug", "edition")
    revision = column("edition__revision", "revision")
    state = column("edition__state", "state")
    measure = column("measure__code", "measure")


class RankingResource(RowOfEditionResource):
    unit = column("unit__slug", "unit")
    value_source = column("value_source__code", "value_source")
    rank_source = column("rank_source__code", "rank_source")
    context_source = column("context_source__code", "context_source")

    class Meta:
        model = Ranking
        exclude = ("id",)


class LeaderListResource(RowOfEditionResource):
    source = column("source__code", "source")
    units = fields.Field(column_name="units")

    class Meta:
        model = LeaderList
        exclude = ("id",)

    def dehydrate_units(self, leader_list):
        return " ".join(sorted(unit.slug for unit in leader_list.units.all()))


class BenchmarkResource(RowOfEditionResource):
    region = column("region__code", "region")
    source = column("source__code", "source")

    class Meta:
        model = Benchmark
        exclude = ("id",)
