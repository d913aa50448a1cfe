"""The web chat as a process: a free port, and a server that stops gracefully."""

import socket
from contextlib import closing

import uvicorn
from fastapi import FastAPI

STOP_TIMEOUT_S = 5


def free_port(host: str, preferred: int) -> int:
    """The preferred port if nobody listens on it, else one that the system picks."""
    family, _, _, _, address = socket.getaddrinfo(host, preferred, type=socket.SOCK_STREAM)[0]
    for port in (preferred, 0):
        with closing(socket.socket(family, socket.SOCK_STREAM)) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((address[0], port, *address[2:]))
            except OSError:
                if port == 0:
                    raise
                continue
            return int(tried.getsockname()[1])
    raise AssertionError("the loop returns or raises")


class Server(uvicorn.Server):
    """Ends the live streams when it stops; it would wait for them otherwise."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        pulse = getattr(getattr(self.config.app, "state", None), "pulse", None)
        if pulse is not None:
            pulse.stop()
        await super().shutdown(sockets)


def server(app: FastAPI, host: str, port: int) -> Server:
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,  # addresses in it carry session ids
        ws="none",
        timeout_graceful_shutdown=STOP_TIMEOUT_S,
    )
    return Server(config)


def run(app: FastAPI, host: str, port: int) -> None:
    """Serves until the process is told to stop; open replies get a few seconds to finish."""
    server(app, host, port).run()
