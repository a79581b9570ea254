"""What a disk refuses, in plain words."""

from __future__ import annotations

import errno

_ROOM = "Make room; it is written the next time."
_RIGHTS = "Let the user who runs Briefing write there; it is written the next time."
_MOVE = "Move it elsewhere."

_REFUSALS = {
    errno.ENOSPC: ("the disk is full", _ROOM),
    errno.EDQUOT: ("the disk quota is used up", _ROOM),
    errno.EROFS: ("the disk is read-only", "Mount it for writing; it is written the next time."),
    errno.EACCES: ("no permission to write there", _RIGHTS),
    errno.EPERM: ("no permission to write there", _RIGHTS),
    errno.ENOTDIR: ("a file is where a folder should be", _MOVE),
    errno.EEXIST: ("a file is where a folder should be", _MOVE),
    errno.EISDIR: ("a folder is where a file should be", _MOVE),
    errno.EIO: ("the disk does not work (input/output error)", "Check the disk; `dmesg` says more."),
}


def refused(error: OSError) -> tuple[str, str]:
    """Why something can't be written, and what to do about it; "" where nobody knows."""
    return _REFUSALS.get(error.errno or 0, (error.strerror or str(error), ""))
