"""Entry of figures: forms, the rules' language, sheets of cells and how cells are saved."""
