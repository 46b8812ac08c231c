"""What an imported figure makes of the row that stands there: told once, in SQL, for every step.

In these pieces of SQL ``c`` is a cell of an import, ``t`` its target and ``r`` the row of rankings in its
place. They keep to what SQLite and PostgreSQL both understand; a comparison that meets NULL on one side alone
counts as a difference. Only what the file gives is written; what it repeats keeps its basis, its source and
its text. A note of a figure that is replaced goes with it.
"""

from django.db import connection

from indicators.models import Edition, ImportCell, ImportTarget, Ranking
from indicators.models.basis import Basis

CELLS = connection.ops.quote_name(ImportCell._meta.db_table)
TARGETS = connection.ops.quote_name(ImportTarget._meta.db_table)
RANKINGS = connection.ops.quote_name(Ranking._meta.db_table)
EDITIONS = connection.ops.quote_name(Edition._meta.db_table)

# The columns of a row that are published, by the names that cells and rankings share.
STATED = (
    "status",
    "value",
    "value_text",
    "value_basis",
    "value_source_id",
    "rank",
    "rank_basis",
    "rank_source_id",
    "change",
    "regional_rank",
    "regional_count",
    "regional_change",
    "context_source_id",
    "note",
)
CONTEXT = ("change", "regional_rank", "regional_count", "regional_change")
WRITTEN_STATES = (ImportCell.State.NEW, ImportCell.State.CHANGED, ImportCell.State.REMOVED)

PLACED_CELLS = f"{CELLS} AS c JOIN {TARGETS} AS t ON t.id = c.target_id"
SAME_PLACE = "r.edition_id = t.edition_id AND r.unit_id = c.unit_id AND r.measure_id = c.measure_id"
OPEN_STATES = ", ".join(f"'{state}'" for state in Edition.OPEN_STATES)
WRITTEN = "c.state IN ({})".format(", ".join(f"'{state}'" for state in WRITTEN_STATES))

# Such a row holds nothing but what we compute: ``RankingQuerySet.stated`` in SQL.
_EMPTY = " AND ".join(
    f"r.{column} IS NULL"
    for column in STATED
    if column.endswith("_id") or column in ("value", "rank", *CONTEXT)
)
IS_STATED = f"NOT (r.status = 'not_published' AND {_EMPTY} AND r.note = '')"
# In a draft every row is somebody's; in what is published, ours to compute stand beside the stated ones.
STANDS = f"(e.state IN ({OPEN_STATES}) OR {IS_STATED})"
HOLDS_FIGURE = "(r.value IS NOT NULL OR r.rank IS NOT NULL)"


def is_blank(alias: str) -> str:
    """Return the condition that a cell says nothing, not even that there is no figure."""
    empty = " AND ".join(f"{alias}.{column} IS NULL" for column in ("value", "rank", *CONTEXT))
    return f"({empty} AND {alias}.status IN ('', 'ranked'))"


IS_BLANK = is_blank("c")

# The file prints the value that stands with fewer decimals.
_KEEPS = {"value": "NOT COALESCE(c.keeps_value, FALSE) AND ", "rank": ""}
_MARK = "c.status = 'not_published' AND"
_GIVES = {
    # A mark (N/A, -) speaks of the columns that it stands in.
    "value": f"(c.value IS NOT NULL OR {_MARK} (c.value_column <> '' OR c.rank_column = ''))",
    "rank": (
        "(c.rank IS NOT NULL OR c.status = 'not_ranked' OR "
        f"{_MARK} (c.rank_column <> '' OR c.value_column = ''))"
    ),
}


def differs(left: str, right: str) -> str:
    """Return the condition that two expressions differ, or that one alone is NULL."""
    return f"({left} <> {right} OR ({left} IS NULL) <> ({right} IS NULL))"


def sets_figure(figure: str) -> str:
    """Return the condition that the file gives another value (or rank) than the row has."""
    basis, source = f"{figure}_basis", f"{figure}_source_id"
    return (
        f"({_KEEPS[figure]}{_GIVES[figure]} AND ({differs(f'c.{figure}', f'r.{figure}')}"
        f" OR c.{basis} <> '' AND c.{basis} <> r.{basis}"
        f" OR c.{source} IS NOT NULL AND {differs(f'c.{source}', f'r.{source}')}))"
    )


def sets_context() -> str:
    """Return the condition that the file gives another change, or another standing in the region."""
    columns = (*CONTEXT, "context_source_id")
    return (
        "("
        + " OR ".join(f"c.{name} IS NOT NULL AND {differs(f'c.{name}', f'r.{name}')}" for name in columns)
        + ")"
    )


def contradicts_context() -> str:
    """Return the condition that the file gives another movement or regional standing than the row has."""
    return "(" + " OR ".join(f"c.{name} <> r.{name}" for name in CONTEXT) + ")"


def changes_row() -> str:
    """Return the condition that the file says another figure than the row which stands there.

    A note, or a movement where none stood, changes no figure: those of the file are written with figures
    that are new or changed.
    """
    status = merged_columns(None)["status"]
    conditions = (
        sets_figure("value"),
        sets_figure("rank"),
        f"COALESCE({contradicts_context()}, FALSE)",
        f"{status} <> r.status",
    )
    return "(" + " OR ".join(conditions) + ")"


def merged_columns(source_id: int | None) -> dict[str, str]:
    """Return what each stated column becomes where a row stands already.

    Args:
        source_id: of what the file gives without naming its source.
    """
    columns = {**_merged_figure("value", source_id), **_merged_figure("rank", source_id)}
    columns["value_text"] = f"CASE WHEN {sets_figure('value')} THEN c.value_text ELSE r.value_text END"
    columns["status"] = _status(columns["value"], columns["rank"], stored="r.status")
    columns |= {name: f"COALESCE(c.{name}, r.{name})" for name in CONTEXT}
    columns["context_source_id"] = (
        f"CASE WHEN {sets_context()} THEN {_source('context', source_id)} ELSE r.context_source_id END"
    )
    columns["note"] = _note(columns["value"], columns["rank"])
    return {name: columns[name] for name in STATED}


def new_columns(source_id: int | None) -> dict[str, str]:
    """Return what each stated column is where no row stands yet, as ``merged_columns`` does."""
    columns = {**_new_figure("value", source_id), **_new_figure("rank", source_id)}
    columns |= {name: f"c.{name}" for name in ("value_text", "note", *CONTEXT)}
    columns["status"] = _status("c.value", "c.rank", stored="''")
    given = " OR ".join(f"c.{name} IS NOT NULL" for name in CONTEXT)
    columns["context_source_id"] = (
        f"CASE WHEN {given} THEN {_source('context', source_id)} ELSE c.context_source_id END"
    )
    return {name: columns[name] for name in STATED}


def stated_json(alias: str) -> str:
    """Return the expression that makes one JSON object of the stated columns of a row."""
    function = "jsonb_build_object" if connection.vendor == "postgresql" else "json_object"
    pairs = ", ".join(f"'{name}', {alias}.{name}" for name in STATED)
    return f"{function}({pairs})"


def _merged_figure(figure: str, source_id: int | None) -> dict[str, str]:
    new = _new_figure(figure, source_id)
    return {
        name: f"CASE WHEN {sets_figure(figure)} THEN {expression} ELSE r.{name} END"
        for name, expression in new.items()
    }


def _new_figure(figure: str, source_id: int | None) -> dict[str, str]:
    source = _source(figure, source_id)
    return {
        figure: f"c.{figure}",
        f"{figure}_basis": (
            f"CASE WHEN c.{figure} IS NULL THEN '' WHEN c.{figure}_basis <> '' THEN c.{figure}_basis"
            f" ELSE '{Basis.PUBLISHED}' END"
        ),
        f"{figure}_source_id": f"CASE WHEN {_GIVES[figure]} THEN {source} ELSE c.{figure}_source_id END",
    }


def _source(figure: str, source_id: int | None) -> str:
    return f"COALESCE(c.{figure}_source_id, {'NULL' if source_id is None else int(source_id)})"


def _note(value: str, rank: str) -> str:
    """A note stays as long as all that it may speak of: the value and the rank that stood, if any did."""
    stays = " AND ".join(
        (HOLDS_FIGURE, f"(r.value IS NULL OR ({value}) = r.value)", f"(r.rank IS NULL OR ({rank}) = r.rank)")
    )
    return f"CASE WHEN c.note <> '' THEN c.note WHEN {stays} THEN r.note ELSE '' END"


def _status(value: str, rank: str, *, stored: str) -> str:
    return (
        f"CASE WHEN c.status = 'not_ranked' OR {stored} = 'not_ranked' AND ({rank}) IS NULL"
        f" AND c.status <> 'ranked' THEN 'not_ranked'"
        f" WHEN ({value}) IS NULL AND ({rank}) IS NULL THEN 'not_published' ELSE 'ranked' END"
    )
