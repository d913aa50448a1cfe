"""Which process holds something, told so that another one can see whether it still lives."""

import os
import socket

import psutil


def this_process() -> str:
    """The host's name, this process's id, and when it started: an id alone is soon given to another process."""
    return f"{socket.gethostname()} {os.getpid()} {psutil.Process().create_time():.2f}"


def is_gone(holder: str) -> bool:
    """Whether a process of this host has ended. Of another host nothing is known, so it is taken to live."""
    host, pid, started = holder.rsplit(" ", 2)
    if host != socket.gethostname():
        return False
    try:
        return f"{psutil.Process(int(pid)).create_time():.2f}" != started
    except psutil.NoSuchProcess:
        return True
