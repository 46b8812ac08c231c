import socket

import pytest
from pytest_socket import SocketConnectBlockedError


def test_network_is_closed_to_the_tests():
    with (
        socket.socket() as outgoing,
        pytest.warns(UserWarning, match="192.0.2.1"),
        pytest.raises(SocketConnectBlockedError),
    ):
        outgoing.connect(("192.0.2.1", 80))
