"""What goes wrong with the embedded servers, in words that help."""


class EmbeddedError(RuntimeError):
    """The servers cannot run here; the message says what to do."""
