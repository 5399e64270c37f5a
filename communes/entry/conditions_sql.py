"""A rule's condition as SQL, for figures that lie in a table and not in memory."""

from communes.entry.conditions import COMPARISONS, Tree

SIGNS = {one: one for one in COMPARISONS.values()} | {"!=": "<>"}
EXTREMES = {"min": "LEAST", "max": "GREATEST"}


def sql(tree: Tree, columns: dict[str, str]) -> str:
    """An expression that is false where the condition is broken.

    `columns`: name -> SQL expression. What is empty or divided by nothing makes it
    NULL. Only names of `columns`, numbers and known signs get into the text.
    """
    if isinstance(tree, str):
        return f"({columns[tree]})"
    if not isinstance(tree, list):
        return repr(tree)
    if tree[0] == "filled":
        return f"(coalesce(({columns[tree[1]]})::text, '') <> '')::int"
    parts = [sql(part, columns) for part in tree[1:]]
    if tree[0] == "abs":
        return f"abs({parts[0]})"
    if tree[0] in EXTREMES:
        return _extreme(EXTREMES[tree[0]], *parts)
    if tree[0] == "/":
        return f"({parts[0]}::float / nullif({parts[1]}, 0))"
    return f"({parts[0]} {SIGNS.get(tree[0], tree[0])} {parts[1]})"


def broken(tree: Tree, columns: dict[str, str]) -> str:
    """An expression that is true where the condition is broken, and false elsewhere."""
    held = sql(tree, columns)
    if tree[0] == "filled":
        held = f"({held} = 1)"
    return f"NOT coalesce({held}, TRUE)"


def _extreme(function, left, right):
    """LEAST and GREATEST pass over what is empty; a condition does not."""
    return (
        f"(CASE WHEN {left} IS NOT NULL AND {right} IS NOT NULL"
        f" THEN {function}({left}, {right}) END)"
    )
