"""The one way in which set-up says that it can't go on. Knows nothing of what was being done."""

import errno


class SetUpProblem(Exception):
    """Set-up can't go on; the text names the cause, and then what to do about it."""

    def __init__(self, cause: str, remedy: str) -> None:
        super().__init__(f"Set-up stopped: {cause}\n  Do this: {remedy}")


def from_os_error(error: OSError) -> SetUpProblem:
    """Says what a refusal by the operating system means for whoever runs set-up."""
    where = f"{error.filename}: " if error.filename else ""
    cause = f"{where}{error.strerror or error}."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(cause)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return no_permission(cause)
    return SetUpProblem(cause, "put that right and run make again.")


def disk_full(cause: str) -> SetUpProblem:
    """The environment does not fit."""
    return SetUpProblem(f"the disk is full ({cause})", "free about 1 GB there and run make again.")


def no_permission(cause: str) -> SetUpProblem:
    """The project's folder can't be written to."""
    remedy = "run make as the folder's owner, or clone Twofold into a folder of your own and run make there."
    return SetUpProblem(f"no permission to write ({cause})", remedy)
