"""Papers: ordered, made by workers, scheduled, handed to whoever may have them."""
