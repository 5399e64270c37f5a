"""The cases by constraint name, and two ways past forms and `save`."""

CASES = {}


def breaks(name):
    """Register a function that does what the constraint `name` forbids."""

    def register(case):
        assert name not in CASES, name
        CASES[name] = case
        return case

    return register


def set_on(row, **fields):
    """Write past forms and `save`, as an import or a colleague's SQL would."""
    type(row)._base_manager.filter(pk=row.pk).update(**fields)


def again(row, **fields):
    """Insert a second row like `row`."""
    copied = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not (field.primary_key or field.generated)
    }
    type(row)._base_manager.create(**copied | fields)
