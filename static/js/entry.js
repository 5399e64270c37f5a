// The grid while it is typed into.
