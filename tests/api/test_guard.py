"""Who is let in."""

from __future__ import annotations

import pytest

from tests.api.conftest import running
from tests.api.test_analyses import fault
from w12studio.api.settings import Settings, is_loopback
from w12studio.domain.errors import W12Error

TOKEN = "long-random-word"


def test_without_the_token_only_health_answers(fake):
    with running(token=TOKEN) as client:
        assert client.get("/health").json()["status"] == "ok"
        paths = (
            "/",
            "/docs",
            "/metrics",
            "/openapi.json",
            "/v1/estimators",
            "/v1/formats",
            "/v1/analyses",
            "/nonsense",
        )
        wrong = ("", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer é")
        for path in paths:
            answer = client.get(path)
            assert "token" in fault(answer, 401)["problem"]
            assert answer.headers["www-authenticate"] == "Bearer"
            for text in wrong:
                fault(client.get(path, headers={"Authorization": text.encode()}), 401)
        fault(client.send_file(), 401)
        right = {"Authorization": f"Bearer {TOKEN}"}
        for path in paths[:-1]:
            assert client.get(path, headers=right).status_code == 200
        client.headers.update(right)
        client.done()
        # with a token another name or origin is no danger, and a proxy may stand before the server
        assert client.get("/", headers={"Host": "w12.example"}).status_code == 200


@pytest.mark.parametrize("host", ["w12.example", "127.0.0.1.example", "evil.example:87", "8.8.8.8", "", "[::1", "1.2"])
def test_without_a_token_other_hosts_are_refused(client, host):
    fault(client.get("/v1/analyses", headers={"Host": host}), 403)


@pytest.mark.parametrize("host", ["localhost", "localhost:1", "127.0.0.1:8712", "127.0.0.2", "[::1]:80"])
def test_this_machine_is_let_in_under_its_names(client, host):
    assert client.get("/v1/analyses", headers={"Host": host}).status_code == 200


def test_pages_of_other_sites_cannot_ask(client, fake):
    own = f"http://{client.base_url.netloc.decode()}"
    assert client.get("/", headers={"Origin": own, "Sec-Fetch-Site": "same-origin"}).status_code == 200
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        form = {"files": {"file": ("a.wav", b"x")}, "headers": headers}
        assert "another site" in fault(client.post("/v1/analyses", **form), 403)["problem"]
    assert not fake.asked
    answer = client.options("/v1/analyses", headers={"Access-Control-Request-Method": "POST"})
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.0.2.7", "no-such-host.invalid"])
def test_the_world_needs_a_token(host):
    with pytest.raises(W12Error, match="a token is needed"):
        Settings(host=host)
    assert Settings(host=host, token=TOKEN).host == host


def test_this_machine_needs_none():
    for host in ("127.0.0.1", "localhost", "::1", "127.8.8.8"):
        assert is_loopback(host) and Settings(host=host)


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"port": 70000}, "no port 70000"),
        ({"keep": 0}, "at least one result"),
        ({"most_upload_mb": 0}, "need room"),
        ({"token": "two words"}, "without blanks"),
        ({"token": "ü"}, "without blanks"),
    ],
)
def test_settings_that_make_no_sense(wrong, text):
    with pytest.raises(W12Error, match=text):
        Settings(**wrong)


def test_a_root_has_to_be_there(tmp_path):
    with pytest.raises(W12Error, match="no such folder"):
        Settings(root=tmp_path / "gone")
