"""What is raised when the facts cannot be used as they are."""


class FactsBroken(Exception):
    """The facts are not usable: in which file, at which entry, and what is wrong, in a sentence."""

    def __init__(self, file: str, entry: str, wrong: str) -> None:
        self.file = file
        self.entry = entry
        self.wrong = wrong
        super().__init__(f"{file}, {entry}: {wrong}" if entry else f"{file}: {wrong}")
