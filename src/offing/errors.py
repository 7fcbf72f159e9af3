"""Every deliberate failure: what is wrong, and what to do next."""


class OffingError(Exception):
    """A failure that Offing foresaw.

    `message` names the thing that is wrong, `hint` the next step. The command line prints both and never a trace.
    """

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the hint when the error crosses a process border."""
        return (_rebuild, (type(self), self.message, self.hint))


def _rebuild(kind: type[OffingError], message: str, hint: str) -> OffingError:
    return kind(message, hint=hint)


class SourceError(OffingError):
    """A page, feed or folder cannot be read."""


class CleanError(OffingError):
    """A page holds no article that could be cut out."""


class CaseError(OffingError):
    """A case file cannot be opened, is locked, or was made by another version."""


class TableError(OffingError):
    """A coding table breaks its own rules."""


class AnalyzerError(OffingError):
    """An analyzer is missing, damaged, or broke its contract."""


class NotFound(OffingError):
    """An id, page or story that the case does not hold."""


class EvalError(OffingError):
    """A measured task cannot run on the given path."""
