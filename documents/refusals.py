"""The one exception for an upload that is not taken."""


class UploadRefused(Exception):
    """A file that is not accepted; `message` says in one sentence why and what to do. Nothing was kept."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
