"""The one exception for a rule that says no."""


class RuleBroken(Exception):
    """An act that a rule does not allow, with a sentence for the person who tried.

    `message` says what is wrong and what to do now, `source` names the clause or article, `field` the form
    field it belongs to, if any. Nothing has been changed when it is raised.
    """

    def __init__(self, message: str, *, source: str = "", field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.field = field
