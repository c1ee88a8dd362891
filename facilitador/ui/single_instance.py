"""One copy of the program per person: a second one raises the window of the first and leaves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QCryptographicHash, QLockFile, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

_PATIENCE_MS = 1500


class SingleInstance(QObject):
    """Knows whether this is the first copy for the folder of the program's data.

    `raise_requested(str)` says that another copy was started, with the path of the book it was asked to open or "".
    The first copy begins to listen with `listen`, after its window is painted: QtNetwork is not needed before.
    """

    raise_requested = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(folder / "abierto.lock"))
        self._lock.setStaleLockTime(0)
        self._name = "facilitador-" + _short_hash(str(folder.resolve()))
        self.is_first = self._lock.tryLock(0)
        self._server: QObject | None = None
        self._connections: list[QLocalSocket] = []

    def listen(self) -> None:
        """Hear from later copies; only for the first."""
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._name)  # what a killed copy left; the lock says that nobody listens there
        server.newConnection.connect(self._hear)
        server.listen(self._name)
        self._server = server

    def raise_first(self, book: str = "") -> bool:
        """Ask the first copy to show its window (and open `book`); False if it does not answer within 1.5 s."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_PATIENCE_MS):
            return False
        socket.write((book + "\n").encode())
        told = socket.waitForBytesWritten(_PATIENCE_MS)
        socket.disconnectFromServer()
        return told

    def close(self) -> None:
        """Let the next copy be the first."""
        from PySide6.QtNetwork import QLocalServer

        if isinstance(self._server, QLocalServer):
            self._server.newConnection.disconnect(self._hear)
            self._server.close()
            for connection in self._connections:  # before the server, which owns them
                connection.disconnect(self)
                connection.deleteLater()
            self._connections = []
            self._server.deleteLater()
            self._server = None
        if self.is_first:
            self._lock.unlock()

    def _hear(self) -> None:
        from PySide6.QtNetwork import QLocalServer

        server = self._server
        if not isinstance(server, QLocalServer):
            return
        while server.hasPendingConnections():
            connection = server.nextPendingConnection()
            self._connections.append(connection)
            connection.readyRead.connect(self._read)
            connection.disconnected.connect(self._read)
        self._read()

    def _read(self) -> None:
        """Take what arrived on any connection, and let go of those whose copy has left."""
        from PySide6.QtNetwork import QLocalSocket

        for connection in tuple(self._connections):
            if connection.canReadLine():
                line = bytes(connection.readLine().data()).decode("utf-8", "replace")
                self.raise_requested.emit(line.strip())
            if connection.state() is QLocalSocket.LocalSocketState.UnconnectedState:
                self._connections.remove(connection)
                connection.deleteLater()


def _short_hash(text: str) -> str:
    """Twenty hexadecimal digits; Qt's own hash, for Python's takes time to import before the first page."""
    digest = QCryptographicHash.hash(QByteArray(text.encode()), QCryptographicHash.Algorithm.Sha256)
    return bytes(digest.toHex().data()).decode("ascii")[:20]
