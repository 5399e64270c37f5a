"""What lies in the place of a report."""


def of_scope(facts, rows, path):
    """`rows` whose school (along `path`) lies in the scope."""
    return rows.filter(**{f"{path}commune": facts.commune}) if facts.commune else rows
