"""The language of rules: one comparison over the fields of a form.

    girls <= pupils
    abs(pupils - previous.pupils) <= max(10, 0.3 * previous.pupils)
    ages.pupils = classes.pupils
    filled(pupils)

A name is a field of the form, `previous.<field>` the same a year before, and
`<form>.<field>` the unit's total in another form. What is empty, or divided by
nothing, cannot break a condition; only `filled` asks whether it is there, 1 or 0:
`filled(grade) >= filled(children)`. The parsed tree is made of lists, strings and
numbers, so that the browser reads it too.
"""

import ast
import operator
import re

from communes.entry import forms

COMPARISONS = {
    ast.LtE: "<=",
    ast.Lt: "<",
    ast.GtE: ">=",
    ast.Gt: ">",
    ast.Eq: "=",
    ast.NotEq: "!=",
}
ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
CALLS = {"abs": 1, "min": 2, "max": 2, "filled": 1}
OPERATIONS = {
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
    "=": operator.eq,
    "!=": operator.ne,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "abs": abs,
    "min": min,
    "max": max,
}
SINGLE_EQUALS = re.compile(r"(?<![<>=!])=(?!=)")

Tree = list | str | int | float


class ConditionError(ValueError):
    """A text that is no condition, with a sentence for the person who wrote it."""


def parse(text: str) -> Tree:
    """The tree of a condition. Raises ConditionError."""
    try:
        node = ast.parse(SINGLE_EQUALS.sub("==", text), mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise ConditionError(f"Không hiểu điều kiện “{text}”.") from error
    tree = _tree(node)
    if not isinstance(tree, list) or tree[0] not in {*COMPARISONS.values(), "filled"}:
        raise ConditionError(
            "Điều kiện phải là một phép so sánh, ví dụ: girls <= pupils."
        )
    return tree


def _tree(node) -> Tree:
    match node:
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            if type(sign) in COMPARISONS:
                return [COMPARISONS[type(sign)], _tree(left), _tree(right)]
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in ARITHMETIC:
            return [ARITHMETIC[type(sign)], _tree(left), _tree(right)]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return ["-", 0, _tree(operand)]
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            if CALLS.get(name) == len(arguments):
                return [name, *map(_tree, arguments)]
        case ast.Attribute(value=ast.Name(id=form), attr=field):
            return f"{form}.{field}"
        case ast.Name(id=name):
            return name
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float() as number):
            return number
    raise ConditionError(
        f"Điều kiện chỉ gồm tên cột, số, + - * /, abs, min, max, filled và so sánh; "
        f"không dùng được “{ast.unparse(node)}”."
    )


def names(tree: Tree) -> set[str]:
    """Every name that the condition looks at."""
    if isinstance(tree, str):
        return {tree}
    if isinstance(tree, list):
        return set().union(*map(names, tree[1:]))
    return set()


def needed(tree: Tree) -> set[str]:
    """Names that must have a value before the condition says anything."""
    if isinstance(tree, list) and tree[0] == "filled":
        return set()
    if isinstance(tree, list):
        return set().union(*map(needed, tree[1:]))
    return names(tree)


def holds(tree: Tree, values: dict) -> bool:
    """Whether the condition holds for the values of one line."""
    return _value(tree, values) is not False


def _value(tree, values):
    """The value of a branch; None where something in it is empty."""
    if isinstance(tree, str):
        return values.get(tree)
    if not isinstance(tree, list):
        return tree
    if tree[0] == "filled":
        return _value(tree[1], values) not in (None, "")
    parts = [_value(part, values) for part in tree[1:]]
    if None in parts:
        return None
    try:
        return OPERATIONS[tree[0]](*parts)
    except ZeroDivisionError:
        return None


def check(rule) -> Tree:
    """The tree of a rule whose names the forms know. Raises ConditionError."""
    tree = parse(rule.condition)
    form = forms.find(rule.form)
    if form is None:
        return tree
    if rule.shown_at not in form.field_names:
        raise ConditionError(f"Biểu này không có cột “{rule.shown_at}”.")
    for name in sorted(names(tree)):
        _check_name(name, form)
    return tree


def _check_name(name, form):
    owner, _dot, field = name.rpartition(".")
    known = form if owner in ("", "previous") else forms.find(owner)
    if known is None or field not in known.field_names:
        raise ConditionError(f"Không có cột “{name}”.")
