"""What the clock refuses: one exception with a stable code and a Chinese sentence."""

from __future__ import annotations


class ClockError(ValueError):
    """A question the clock cannot answer. `code` is stable; `message` says what is wrong and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
