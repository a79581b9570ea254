"""What can go wrong, drawn as a tree. A branch is named by what is done next.

    BriefingError(.hint)
    ├── ConfigError  PluginError  StoreError  RenderError  CheckError      stop, exit 2, say what to do
    ├── SourceError ── FetchError                                         skip that feed or page, try again later
    ├── ExtractError                                                      use the feed's own summary, labelled so
    ├── DeliveryError ── RejectedError, UncertainError                    try again later; give up; leave it to the user
    │   ├── SkippedError                                                  all is well: they don't want it
    │   └── UnreachableError                                              try nobody else either, all later
    └── BusyError                                                         somebody else does it: nothing is left to do

Only `pipeline` turns these into `Failure`s. What is not expected is no BriefingError: it crashes.
"""

from __future__ import annotations


class BriefingError(Exception):
    """The message says what is wrong and where; the hint, what to do about it."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders (extraction workers); keyword-only arguments would be lost otherwise.
        return (_rebuild, (type(self), self.args, self.__dict__))


def _rebuild(kind: type[BriefingError], args: tuple[object, ...], state: dict[str, object]) -> BriefingError:
    error = kind.__new__(kind)
    Exception.__init__(error, *args)
    error.__dict__.update(state)
    return error


class ConfigError(BriefingError):
    """The configuration has mistakes; `problems` has one line for each, as `file:line: key: what`."""

    def __init__(self, problems: list[str], *, hint: str = "") -> None:
        super().__init__("\n".join(problems), hint=hint)
        self.problems = problems


class PluginError(BriefingError):
    """A named part can't be found or made."""


class StoreError(BriefingError):
    """The store can't be opened, read or written."""


class RenderError(BriefingError):
    """A template is wrong; the message names file and line."""


class CheckError(BriefingError):
    """An edition may not be sent: something in it can't be proved, or would break in a mail program."""


class SourceError(BriefingError):
    """A source gave nothing that can be used."""


class FetchError(SourceError):
    """An address could not be fetched."""

    def __init__(
        self, message: str, *, status: int | None = None, retry_after: float | None = None, hint: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.status = status
        """HTTP status, where an answer came."""
        self.retry_after = retry_after
        """Seconds that the server asks to wait."""


class ExtractError(BriefingError):
    """A page is no article, or its text can't be had. `reason` is one word that counts can be kept by."""

    def __init__(self, message: str, *, reason: str = "no-text", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.reason = reason


class DeliveryError(BriefingError):
    """Not delivered, for now: the other side may take it later. `code` is its reply code, where it gave one."""

    def __init__(self, message: str, *, code: int | None = None, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.code = code


class RejectedError(DeliveryError):
    """Not delivered, for good."""


class SkippedError(DeliveryError):
    """Not delivered, as they don't want it."""


class UncertainError(DeliveryError):
    """The whole message went out and no answer came: it may or may not have arrived."""


class UnreachableError(DeliveryError):
    """Not delivered, and nor would any other message be: there is no connection, or the sender is refused."""


class BusyError(BriefingError):
    """Another process is doing this very work."""
