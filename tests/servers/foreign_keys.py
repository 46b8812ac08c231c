"""Foreign keys in SQLite, looked at after each test that wrote: a look reads the whole database."""


def look_only_after_writing(connection) -> None:
    """Let Django's look at the end of each test pass where no row has changed since the last one."""
    check, seen = connection.check_constraints, _changes(connection)

    def check_constraints(table_names=None):
        nonlocal seen
        if table_names is not None or _changes(connection) != seen:
            check(table_names)
            seen = _changes(connection)

    connection.check_constraints = check_constraints


def _changes(connection) -> tuple[int, int]:
    """Count the rows that this connection changed so far; the second number tells of the other ones."""
    (others,) = connection.connection.execute("PRAGMA data_version").fetchone()
    return connection.connection.total_changes, others
