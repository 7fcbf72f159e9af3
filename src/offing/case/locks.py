"""One writing run per case: a row with host, process and heartbeat; and no case on a network file system."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select, update

from offing.case.tables import LOCK
from offing.errors import CaseError

STALE_SECONDS = 60.0
NETWORK_SYSTEMS = frozenset("nfs nfs4 cifs smb3 smbfs fuse.sshfs afs ceph glusterfs fuse.glusterfs lustre davfs".split())


def take_lock(connection: Connection, case: str) -> None:
    """Become the one writer of the case, or raise CaseError naming who is. A writer that died on this machine gives way at once."""
    row = connection.execute(select(LOCK)).first()
    if row is not None and _lives(row.host, row.pid, row.beat):
        raise CaseError(
            f"{case}: a run on {row.host} (process {row.pid}) is writing to this case",
            hint=f"wait for it to end; reading works meanwhile. A writer without a sign of life gives way after {STALE_SECONDS:.0f} s.",
        )
    connection.execute(delete(LOCK))
    connection.execute(insert(LOCK).values(one=1, host=socket.gethostname(), pid=os.getpid(), beat=time.time()))


def beat(connection: Connection) -> None:
    """Say that this writer lives (with every batch)."""
    connection.execute(update(LOCK).values(beat=time.time()))


def drop_lock(connection: Connection) -> None:
    """Stop being the writer."""
    connection.execute(delete(LOCK).where(LOCK.c.pid == os.getpid()))


def _lives(host: str, pid: int, heartbeat: float) -> bool:
    if host != socket.gethostname():
        return time.time() - heartbeat < STALE_SECONDS
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return not _began_after(pid, heartbeat)


def _began_after(pid: int, moment: float) -> bool:
    """Whether a process began after `moment`: then it only has the number of the writer that died (Linux; elsewhere False)."""
    try:
        ticks = int(Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[19])
        booted = next(line for line in Path("/proc/stat").read_text("utf-8").splitlines() if line.startswith("btime"))
    except (OSError, ValueError, IndexError, StopIteration):
        return False
    return int(booted.split()[1]) + ticks / os.sysconf("SC_CLK_TCK") > moment + 2.0


def refuse_network_disk(path: Path) -> None:
    """SQLite's locks do not hold on network file systems: raise CaseError when `path` lies on one (Linux: from /proc/mounts)."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return
    place = path.resolve()
    best, system = Path("/"), ""
    for line in mounts.read_text("utf-8", "replace").splitlines():
        _, point, kind, *_ = line.split(" ")
        mount = Path(point.replace("\\040", " "))
        if place.is_relative_to(mount) and len(mount.parts) >= len(best.parts):
            best, system = mount, kind
    if system in NETWORK_SYSTEMS:
        raise CaseError(
            f"{path}: lies on a network file system ({system})",
            hint="put the case on a local disk: a network disk can damage it. Raw pages may stay where they are.",
        )
