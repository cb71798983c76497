"""Peers of this machine, of other machines, and of unknown origin."""

from __future__ import annotations

import pytest

from tfmock.protocol.peers import is_local_peer


@pytest.mark.parametrize("text", ["127.0.0.1", "127.200.0.1", "::1", "::ffff:127.0.0.1"])
def test_peers_of_this_machine(text: str) -> None:
    assert is_local_peer(text)


@pytest.mark.parametrize("text", ["", "0.0.0.0", "::", "192.0.2.1", "::ffff:192.0.2.1", "64:ff9b::7f00:1", "nonsense"])
def test_peers_that_are_remote_or_unknown(text: str) -> None:
    """0.0.0.0 stands for a connection that is gone: its peer might have been anybody."""
    assert not is_local_peer(text)
