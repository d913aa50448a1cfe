"""Tables in a terminal: no value is cut, nothing that others wrote is taken for markup or steers the terminal."""

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

ANY_WIDTH = 10_000  # a file or a pipe has no edge at which to wrap


def console() -> Console:
    """stdout: wrapped at the edge of a terminal, one row a line elsewhere."""
    made = Console()
    return made if made.is_terminal else Console(width=ANY_WIDTH)


def table(*heads: str, copied: bool = True) -> Table:
    """Long values go on in the next line; the first column stays in one where staff copy it."""
    made = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    for at, head in enumerate(heads):
        made.add_column(head, overflow="fold", no_wrap=copied and at == 0)
    return made


def row(made: Table, *cells: str | Text) -> None:
    made.add_row(*(Text(_shown(cell)) if isinstance(cell, str) else cell for cell in cells))


def _shown(cell: str) -> str:
    return "".join(mark if mark.isprintable() or mark == "\n" else " " for mark in cell)
