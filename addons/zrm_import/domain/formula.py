"""Cells that a spreadsheet would take for formulas."""

SIGNS = ("=", "+", "-", "@", "\t", "\r")


def neutral(cell):
    """The cell as a spreadsheet shows it, instead of computing it.

    >>> [neutral(cell) for cell in ("=1+1", "@SUM(A1)", "+989121234567", "ok", "")]
    ["'=1+1", "'@SUM(A1)", "'+989121234567", 'ok', '']
    """
    return f"'{cell}" if cell.startswith(SIGNS) else cell


def restored(cell):
    """The cell as it was before :func:`neutral`.

    >>> [restored(cell) for cell in ("'+989121234567", "'quoted'", "ok")]
    ['+989121234567', "'quoted'", 'ok']
    """
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(SIGNS) else cell
