"""Whose changes somebody may know of: what may be seen of the row decides."""

from django.db.models import Exists, ForeignKey, OuterRef, Q

from communes.scoping import (
    DENY,
    PROVINCE_ROLES,
    ScopedQuerySet,
    ScopePaths,
    is_active_account,
)


class GoneRows(ScopedQuerySet):
    """Changes of rows that are no more: the columns kept with the change decide."""

    def _paths(self):
        return kept_paths(self.model)


def kept_paths(event):
    """The paths of the tracked model that can be walked from a change itself.

    Paths that lead over other rows back to this one (people by their posts) cannot.
    """
    paths = getattr(event.pgh_tracked_model, "scope_paths", DENY)
    own = {field.name for field in event._meta.concrete_fields}

    def walkable(path):
        return path.split("__")[0] in own

    return ScopePaths(
        communes=tuple(path for path in paths.communes if walkable(path)),
        institution=paths.institution if walkable(paths.institution) else "",
        everyone=paths.everyone,
    )


def visible(event, user):
    """Changes kept in `event` that `user` may know of; where in doubt none."""
    changes = event._base_manager.all()
    if not is_active_account(user):
        return changes.none()
    paths = getattr(event.pgh_tracked_model, "scope_paths", DENY)
    rows = event.pgh_tracked_model._default_manager.all()
    if getattr(rows, "hides_from_province", False):
        # What a row said that is gone might be what its reader must not know yet.
        return changes.filter(pgh_obj__in=rows.visible_to(user).values("pk"))
    if paths.everyone or user.role in PROVINCE_ROLES:
        return changes
    standing = rows.visible_to(user)
    gone = GoneRows(event).visible_to(user)
    return changes.filter(
        Q(pgh_obj__in=standing.values("pk"))
        | Q(_is_gone(event), pk__in=gone.values("pk")),
        *_people_seen(event, user),
    )


def _is_gone(event):
    rows = event.pgh_tracked_model._base_manager
    return ~Exists(rows.filter(pk=OuterRef("pgh_obj")))


def _people_seen(event, user):
    """Conditions: whoever lost sight of a person learns nothing of the person's past."""
    for field in event._meta.concrete_fields:
        if field.name.startswith("pgh_") or not isinstance(field, ForeignKey):
            continue
        rows = field.related_model._default_manager.all()
        if getattr(type(rows), "visible_to", None) not in (
            None,
            ScopedQuerySet.visible_to,
        ):
            yield Q(**{f"{field.name}__in": rows.visible_to(user)})


def of_place(changes, what, values):
    """Changes of rows that belong to communes or institutions of these codes."""
    event = changes.model
    tracked = event.pgh_tracked_model
    paths = _named(getattr(tracked, "scope_paths", DENY), what)
    own = {field.name for field in tracked._meta.concrete_fields}
    if not paths and what == "communes" and "commune" in own:
        paths = ("commune",)
    if not paths:
        return changes.none()
    standing = tracked._base_manager.filter(_any(paths, values))
    reached = Q(pgh_obj__in=standing.values("pk"))
    kept = [path for path in paths if path.split("__")[0] in own]
    if kept:
        reached |= Q(_is_gone(event)) & _any(kept, values)
    return changes.filter(reached)


def _named(paths, what):
    found = getattr(paths, what)
    return (found,) if isinstance(found, str) and found else tuple(found)


def _any(paths, values):
    reached = Q()
    for path in paths:
        reached |= Q(**{f"{path}__in": values})
    return reached
