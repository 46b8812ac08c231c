"""Writing the rows of a table that are not in the database yet."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint, Model
from django.utils.translation import gettext as _

from indicators.imports.reference.errors import CellError, RejectedFileError
from indicators.imports.reference.known import Key, Known
from indicators.imports.reference.tables import Row, convert_rows, read_table
from provinces.models.history import keep_states


@dataclass(frozen=True)
class Table:
    """How the lines of one file become rows of the database.

    Args:
        path: of the file, below the directory of a load and without ``.csv``.
        make: turns a line into a row that is not saved.
        key: the natural key of a row.
        column: where a row tells that its key repeats.
        parents: whom a row belongs to; without it the row stands for itself.
        is_named: whether rows of later tables name its rows.
        additions: of the rows whose parents were there before, which are added all the same; without it none.
    """

    path: str
    model: type[Model]
    make: Callable[[Row, Known], Model]
    key: Callable[[Model], Key]
    column: str
    parents: Callable[[Model], list[Model]] | None = None
    is_named: bool = False
    additions: Callable[[list[Model]], list[Model]] | None = None


def load_table(table: Table, *, directory: Path, known: Known) -> int:
    """Check every line of a table and create the rows that are missing; return their number.

    A row that stands for itself is missing if its natural key is; one that belongs to others, if this load
    created one of them. A parent that was there before keeps its children as officers left them, but for what
    the table itself adds.

    Raises:
        RejectedFileError: if the table holds a bad row; the caller's transaction undoes the rest.
    """

    def convert(row: Row) -> tuple[Row, Model]:
        made = table.make(row, known)
        check_fields(row, made)
        key = table.key(made)
        if key in known[table.model]:
            raise row.error(table.column, _("the row repeats an earlier one."))
        known[table.model][key] = made
        return row, made

    pairs = convert_rows(read_table(directory / f"{table.path}.csv", root=directory), convert)
    if table.is_named:
        _take_stored_keys(table, known)
    missing = [(row, made) for row, made in pairs if _is_missing(table, made, known)]
    if table.additions:
        missing += _additions(table, [pair for pair in pairs if not _is_missing(table, pair[1], known)])
    try:
        _create(table, missing)
    except CellError as error:
        raise RejectedFileError([error]) from None
    for _row, made in missing:
        known.note_created(made)
    return len(missing)


def check_fields(row: Row, made: Model) -> None:
    """Refuse what a column of the database does not hold; what a row names was looked up before."""
    relations = {field.name for field in made._meta.concrete_fields if field.is_relation}
    try:
        made.clean_fields(exclude=relations)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        column = name if name in row.cells else name.removesuffix("_text")
        raise row.error(column, messages[0]) from None


def check_relations(row: Row, made: Model) -> None:
    """Give a row the keys that the rows it names got since it was made."""
    for field in made._meta.concrete_fields:
        named = getattr(made, field.name) if field.is_relation and field.is_cached(made) else None
        if named is None:
            continue
        if named.pk is None:
            raise row.error(
                field.name, _("“%(text)s” was changed or taken out in the database.") % {"text": named}
            )
        setattr(made, field.name, named)


def _take_stored_keys(table: Table, known: Known) -> None:
    for stored in table.model.objects.select_related():
        made = known[table.model].get(table.key(stored))
        if made is not None:
            made.pk = stored.pk
            made._state.adding = False


def _is_missing(table: Table, made: Model, known: Known) -> bool:
    if table.parents is None:
        return made.pk is None
    return any(known.is_created(parent) for parent in table.parents(made))


def _additions(table: Table, pairs: list[tuple[Row, Model]]) -> list[tuple[Row, Model]]:
    """Return what a table adds all the same; what officers made under the same key stays theirs."""
    added = {id(made) for made in table.additions([made for _row, made in pairs if made.pk is None])}
    return [(row, made) for row, made in pairs if id(made) in added]


def _create(table: Table, missing: list[tuple[Row, Model]]) -> None:
    """Save rows in the order of the file: parents stand before children."""
    for row, made in missing:
        check_relations(row, made)
        made.skip_history_when_saving = True  # kept for the whole table below, which costs a tenth
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:
            check_constraints(row, made)
            raise
        del made.skip_history_when_saving
    keep_states([made for _row, made in missing], is_new=True)


def check_constraints(row: Row, made: Model) -> None:
    """Tell which rule of the database a row breaks; each asks the database, so only once it refused."""
    for constraint in made._meta.constraints:
        try:
            constraint.validate(type(made), made)
        except ValidationError as error:
            is_check = isinstance(constraint, CheckConstraint)
            named = constraint.condition.referenced_base_fields if is_check else constraint.fields
            last = [column for column in row.cells if column in named][-1:]
            raise row.error("".join(last), error.messages[0]) from None
