"""What the pages of criteria sets answer: everybody reads, an admin alone writes."""

LOGIN, MOVED = "login", "moved"

# anonymous, roleless, expired, stranger, owner, reader, clerk, official
OTHERS = (LOGIN, 403, LOGIN, 403, 403, 403, 403, 403)
READ = (LOGIN, 403, LOGIN) + (200,) * 6

NEW = ("criteria_set_clone", "criteria_group_new", "criterion_new", "item_new")
EDITS = ("criteria_set_edit", "criteria_group_edit", "criterion_edit", "item_edit")
ACTIONS = (
    "criteria_set_version",
    "criteria_set_delete",
    "criteria_part_up",
    "criteria_part_down",
    "criteria_part_delete",
)

PAGES = {
    "criteria_set_list": READ,
    "criteria_set_detail": READ,
    "criteria_set_compare": READ,
    **dict.fromkeys((*NEW, *EDITS), (*OTHERS, 200)),
    **dict.fromkeys(ACTIONS, (*OTHERS, 405)),
}

WRITES = {
    **dict.fromkeys(NEW, (*OTHERS, 200)),
    **dict.fromkeys(EDITS, (*OTHERS, 200)),
    # Its boxes are all empty, and what was read has not been sent along.
    "criterion_edit": (*OTHERS, 409),
    **dict.fromkeys(ACTIONS, (*OTHERS, MOVED)),
}
