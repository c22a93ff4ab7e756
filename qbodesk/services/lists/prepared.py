"""A query as text and values for the driver itself: 100,000 row numbers through SQLAlchemy take three times as long."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select
from sqlalchemy.dialects.sqlite import dialect

_DIALECT = dialect(paramstyle="qmark")


@dataclass(frozen=True, slots=True)
class Prepared:
    """`names` are the columns of a row, in order."""

    text: str
    order: tuple[str, ...]
    values: Mapping[str, Any]
    names: tuple[str, ...]

    @classmethod
    def of(cls, query: Select[Any]) -> "Prepared":
        """The columns of the cache hold text and whole numbers only, so nothing needs converting on the way back."""
        compiled = query.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
        return cls(
            str(compiled),
            tuple(compiled.positiontup or ()),
            dict(compiled.params),
            tuple(query.selected_columns.keys()),
        )

    def run(self, connection: Connection, **values: Any) -> list[tuple[Any, ...]]:
        """All rows, inside the transaction of a connection; raises the driver's errors."""
        held = {**self.values, **values}
        driver = connection.connection.driver_connection
        if driver is None:
            raise TypeError("the connection is closed")
        found: list[tuple[Any, ...]] = driver.execute(
            self.text, [held[name] for name in self.order]
        ).fetchall()
        return found
