"""Who meets the standard of qualification, by which rule, and who has to study on."""
