"""The host of an address, from whatever stands there."""

from __future__ import annotations

import pytest

from cleaner.core.hosts import host_of


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Harbour.Example:8080/a?b#c", "www.harbour.example"),
        ("//harbour.example", "harbour.example"),
        ("harbour.example./story", "harbour.example"),
        ("https://user:word@harbour.example/", "harbour.example"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://[::1", ""),
        ("https://" + "a." * 100_000 + "example/", ""),
        ("a story", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_the_host_of_an_address(url, host):
    assert host_of(url) == host
