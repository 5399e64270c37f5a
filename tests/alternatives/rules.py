"""What the rules' sentences mean, in plain Python: errors and what is missing.

Written from the sentences, not from the conditions: slow, long, and without the
language of conditions. Values are dictionaries; None is what nobody entered.
"""

GENERAL = {"primary", "lower_secondary", "upper_secondary", "continuing"}
WITH_RIGHT_AGE = GENERAL - {"continuing"}


def given(*values):
    return all(value is not None for value in values)


def exceeds(part, whole):
    """Both are there, and the part is larger."""
    return given(part, whole) and part > whole


def lacks(values, name, because_of):
    """There is somebody or something, and nobody said how many of them are `name`."""
    there = values[because_of]
    return there is not None and there > 0 and values[name] is None


def larger_parts(form, values, parts, whole):
    for part in parts:
        if exceeds(values[part], values[whole]):
            yield f"{form}-{part}-within-{whole}"


def empty_cells(form, values, names):
    for name in names:
        if values[name] is None or values[name] == "":
            yield f"{form}-{name}-missing"


def overlap(form, values, women, minority, both, everybody):
    """Women or minority: whoever is both is counted once."""
    numbers = [values[name] for name in (women, minority, both, everybody)]
    if given(*numbers):
        female, ethnic, twice, total = numbers
        if female + ethnic - twice > total:
            yield f"{form}-{women}-and-{minority}-fit"


def sex_and_ethnicity(form, values):
    yield from larger_parts(form, values, ["ethnic_girls"], "girls")
    yield from larger_parts(form, values, ["ethnic_girls"], "ethnic")
    yield from overlap(form, values, "girls", "ethnic", "ethnic_girls", "pupils")


def classes(values, level):
    """Errors of one grade."""
    parts = ["girls", "ethnic", "ethnic_girls", "inclusive", "repeaters"]
    parts += ["new_entrants", "right_age", "two_session_pupils", "lunch_boarders"]
    parts += ["boarders", "english", "informatics", "specialised_pupils"]
    yield from larger_parts("classes", values, parts, "pupils")
    yield from sex_and_ethnicity("classes", values)
    kinds = ["two_session_classes", "mixed_classes", "specialised_classes"]
    yield from larger_parts("classes", values, kinds, "classes")
    number, pupils = values["classes"], values["pupils"]
    if given(number, pupils) and pupils > 0 and number == 0:
        yield "classes-pupils-need-a-class"
    if exceeds(number, pupils):
        yield "classes-every-class-has-a-pupil"
    for kind in ("two-session", "specialised"):
        yield from classes_of_a_kind(kind, values)
    repeaters, entrants = values["repeaters"], values["new_entrants"]
    both = repeaters + entrants if given(repeaters, entrants) else None
    if level in GENERAL and exceeds(both, pupils):
        yield "classes-repeaters-are-not-new"


def classes_of_a_kind(kind, values):
    """Classes of a kind have pupils of that kind, and the other way round."""
    stem = kind.replace("-", "_")
    number, pupils = values[f"{stem}_classes"], values[f"{stem}_pupils"]
    if given(number, pupils) and pupils > 0 and number == 0:
        yield f"classes-{kind}-pupils-have-classes"
    if exceeds(number, pupils):
        yield f"classes-{kind}-classes-have-pupils"


def classes_missing(values, level):
    yield from empty_cells("classes", values, ["classes", "pupils"])
    of_pupils = ["girls", "ethnic", "ethnic_girls", "inclusive", "left", "new_entrants"]
    of_pupils += ["two_session_pupils", "lunch_boarders", "boarders"]
    if level in GENERAL:
        of_pupils += ["repeaters", "english", "informatics"]
    if level in WITH_RIGHT_AGE:
        of_pupils.append("right_age")
    wanted = dict.fromkeys(of_pupils, "pupils")
    wanted |= {"two_session_classes": "classes", "mixed_classes": "classes"}
    for name, whole in wanted.items():
        if lacks(values, name, whole):
            yield f"classes-{name}-missing"


def ages(values, level):
    parts = ["girls", "ethnic", "ethnic_girls"]
    yield from larger_parts("ages", values, parts, "pupils")
    yield from sex_and_ethnicity("ages", values)


def facilities(values, level):
    built = ["solid_rooms", "semi_solid_rooms", "temporary_rooms"]
    parts = [*built, "borrowed_rooms"]
    yield from larger_parts("facilities", values, parts, "classrooms")
    working = ["working_computers"]
    yield from larger_parts("facilities", values, working, "teaching_computers")
    rooms = [values[name] for name in built]
    if given(*rooms, values["classrooms"]) and sum(rooms) != values["classrooms"]:
        yield "facilities-rooms-add-up"
    if values["separate_toilets"] is True and values["toilets"] is False:
        yield "facilities-separate-toilets-are-toilets"


def facilities_missing(values, level):
    yield from empty_cells("facilities", values, values)


def results(values, level):
    ratings = ["rated_excellent", "rated_good", "rated_pass", "rated_fail"]
    parts = [*ratings, "promoted", "held_back"]
    yield from larger_parts("results", values, parts, "assessed")
    yield from larger_parts("results", values, ["graduated"], "exam_candidates")
    rated = [values[name] for name in ratings]
    assessed, promoted = values["assessed"], values["promoted"]
    if given(*rated, assessed) and sum(rated) != assessed:
        yield "results-ratings-add-up"
    outcomes = [promoted, values["held_back"]]
    if given(*outcomes, assessed) and sum(outcomes) > assessed:
        yield "results-outcomes-within-assessed"
    best = [values["rated_excellent"], values["rated_good"]]
    if given(*best, promoted) and sum(best) > promoted:
        yield "results-excellent-are-promoted"


def results_missing(values, level):
    yield from empty_cells("results", values, ["assessed"])
    wanted = ["promoted"]
    if level in GENERAL:
        wanted += ["rated_excellent", "rated_good", "rated_pass", "rated_fail"]
        wanted += ["held_back", "dropped_out", "moved_in", "moved_out"]
    for name in wanted:
        if lacks(values, name, "assessed"):
            yield f"results-{name}-missing"
    if lacks(values, "graduated", "exam_candidates"):
        yield "results-graduated-missing"


def office(values, level):
    yield from larger_parts("office", values, ["education_specialists"], "staff")
    for name in ("staff", "education_specialists"):
        if exceeds(values[name], 32767):
            yield f"office-{name}-storable"


def office_missing(values, level):
    yield from empty_cells(
        "office", values, ["staff", "education_specialists", "head_name"]
    )


def population(values, level):
    parts = ["female", "ethnic", "exempt"]
    yield from larger_parts("population", values, parts, "total")
    for whole in ("female", "ethnic"):
        yield from larger_parts("population", values, ["ethnic_female"], whole)
    yield from overlap(
        "population", values, "female", "ethnic", "ethnic_female", "total"
    )


def population_missing(values, level):
    yield from empty_cells("population", values, ["total"])
    for name in ("female", "ethnic", "ethnic_female"):
        if lacks(values, name, "total"):
            yield f"population-{name}-missing"


ERRORS = {
    "classes": classes,
    "ages": ages,
    "facilities": facilities,
    "results": results,
    "office": office,
    "population": population,
}
MISSING = {
    "classes": classes_missing,
    "facilities": facilities_missing,
    "results": results_missing,
    "office": office_missing,
    "population": population_missing,
}


def about_line(form, line, values):
    """Codes of the error and missing rules that one line breaks."""
    found = list(ERRORS[form](values, line.level))
    # Nobody has to fill in a group that the school does not run.
    if form in MISSING and not line.is_optional:
        found += MISSING[form](values, line.level)
    return {code.replace("_", "-") for code in found}


def total(lines, name):
    entered = [values[name] for values in lines if values[name] is not None]
    return sum(entered) if entered else None


def about_school(kind, grades, ages_of_pupils):
    """Codes that a school breaks as a whole, out of its lines by grade and by age."""
    found = set()
    number = total(grades, "classes")
    preschool = {"MN", "MG", "NT"}
    if kind in preschool and number is None:
        found.add("classes-preschool-has-groups")
    if kind != "GDTX" and number == 0:
        found.add("classes-school-has-classes")
    for name in ("pupils", "girls", "ethnic", "ethnic_girls"):
        by_age, by_grade = total(ages_of_pupils, name), total(grades, name)
        if by_age is None:
            found.add(f"ages-{name}-missing".replace("_", "-"))
        elif by_grade is not None and by_age != by_grade:
            found.add(f"ages-{name}-equal-grades".replace("_", "-"))
    return found
