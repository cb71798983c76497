"""What the engine cannot do. None of these is an answer of the cloud: tfmock.services.engine_errors says what a client
gets. Whatever raised one has changed nothing.
"""

from __future__ import annotations


class EngineError(Exception):
    """Something that the engine refuses or fails at.

    Attributes:
        message: what happened and what to do, in one or two sentences.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class WorldFullError(EngineError):
    """A world has as many rows of one kind as tfmock keeps."""


class TooManyWorldsError(EngineError):
    """There are as many worlds as tfmock keeps."""


class WorldGoneError(EngineError):
    """The world was deleted or has expired since it was looked up.

    ``Universe.use`` goes on with the world that came after it; code that kept a world is refused here.
    """

    def __init__(self, id: str) -> None:
        super().__init__(f"world {id} was deleted during this call, which changed nothing")


class NoSuchWorldError(Exception):
    """There is no world of this name."""


class WorldExistsError(Exception):
    """There is a world of this name already."""


class ConflictError(Exception):
    """Another process appended since the log was last read: read it, and try again."""


class JournalError(EngineError):
    """The journal cannot be read or written."""


class StateNotSavedError(JournalError):
    """A write failed for a reason that repeating the call does not mend, such as a full disk."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"tfmock could not save this change, and undid it: {reason}")


class StoreUnavailableError(JournalError):
    """The store cannot be used for a reason that passes within seconds, such as a restart of Redis."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"tfmock could not reach its store, and has changed nothing: {reason}")


class StateNotReadableError(JournalError):
    """What was stored is damaged, or was written by another version of tfmock."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"tfmock cannot read what it kept: {reason}")
