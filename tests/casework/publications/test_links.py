"""Departments' own pages are looked at from outside, carefully; what died or changed is found, adverts are not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.publications import fetching, likeness, watching
from ecoduty.casework.publications.fetching import Page, RefusedAddressError, UnreachableError
from ecoduty.casework.publications.models import LinkCheck
from ecoduty.casework.publications.queries import publication_of
from ecoduty.casework.publications.states import LinkState
from ecoduty.kernel.clock import allow_rehearsal, forbid_rehearsal, now, today

TITLE = "关于河道的公开信"
SENTENCES = [f"第{number}段水域共巡查河道四十次并完成整治任务。" for number in range(1, 21)]


def page(sentences=SENTENCES, title=TITLE, visits=1):
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f"<html><head><meta charset=utf-8><script>var n={visits}</script></head>"
        f"<h1>{title}</h1>{body}<p>您是第{visits}位访客</p></html>"
    ).encode()


class Site:
    """A department's website whose answers a test sets: path → (status, headers, body) or a function writing itself."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                answer = site.answers.get(self.path, (404, {}, b"gone"))
                if callable(answer):
                    answer(self)
                    return
                status, headers, body = answer
                self.send_response(status)
                for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Tests are quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))

    def url(self, path: str = "/report.html") -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}{path}"

    def show(self, body: bytes, path: str = "/report.html", status: int = 200, **headers: str) -> None:
        self.answers[path] = (status, headers, body)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    made.thread.start()
    yield made
    made.server.shutdown()
    made.thread.join()
    made.server.server_close()


@pytest.fixture
def published(office, site, settings):
    settings.LINK_CHECK_PRIVATE = True
    site.show(page())
    matter = office.open(title=TITLE)
    office.do("save", matter, sections={"履职情况": "巡查河道。"})
    office.do("sign", matter, number="云农水〔2026〕1号")
    office.do("send", matter)
    office.do("prepare", matter)
    office.do("publish", matter, own_url=site.url(), published_on=today())
    return publication_of(matter)


def look(publication, after=timedelta()):
    publication.refresh_from_db()
    return watching.check(publication, now() + after)


def test_page_that_only_counts_visitors_is_fine(published, site):
    assert look(published).state == LinkState.FINE
    site.show(page(visits=98_765))
    assert look(published).state == LinkState.FINE
    assert watching.alarming() == []


def test_rehearsal_looks_at_nobodys_page(published, site):
    allow_rehearsal()
    try:
        assert watching.due(now()).exists()
        assert watching.check_due() == 0
    finally:
        forbid_rehearsal()
    assert site.asked == []
    assert watching.check_due() == 0
    assert site.asked == ["/report.html"]


def test_rewritten_page_alarms_at_the_second_look(published, site):
    look(published)
    site.show(page(SENTENCES[:5]))
    seen = look(published)
    assert (seen.state, seen.status) == (LinkState.ALTERED, 200)
    assert "只有25%" in seen.detail
    assert watching.alarming() == []
    look(published)
    assert watching.alarming() == [published]
    site.show(page())
    look(published)
    assert watching.alarming() == []


def test_page_of_something_else_is_found_at_the_first_look(published, site):
    site.show(page(title="首页"))
    assert look(published).detail == "页面上找不到公开件的标题"


def test_dead_page_alarms_at_once(published, site):
    look(published)
    del site.answers["/report.html"]
    seen = look(published)
    assert (seen.state, seen.status, seen.detail) == (LinkState.GONE, 404, "网站答复 404")
    assert watching.alarming() == [published]


def test_site_that_is_down_is_unreachable(published, site):
    site.server.shutdown()
    site.server.server_close()
    assert look(published).state == LinkState.UNREACHABLE


def test_sweep_looks_at_what_is_due_and_no_sooner(published, site):
    assert watching.check_due() == 0
    assert len(site.asked) == 1
    assert watching.check_due() == 0
    assert len(site.asked) == 1
    del site.answers["/report.html"]
    assert watching.check_due(now() + timedelta(days=15)) == 1
    assert watching.check_due(now() + timedelta(days=15, hours=7)) == 1  # in trouble: looked at again soon
    assert LinkCheck.objects.count() == 3


def test_withdrawn_page_is_left_alone(office, published, site):
    office.do("withdraw", published.matter, reason="附表有误，更正后重新公开。")
    assert watching.check_due() == 0
    assert site.asked == []


def test_redirects_are_followed_a_few_times(site):
    site.show(b"", "/a", 302, Location="/b")
    site.show(b"", "/b", 301, Location=site.url("/c"))
    site.show(b"here", "/c")
    assert fetching.fetch(site.url("/a"), private_allowed=True).body == b"here"
    site.show(b"", "/round", 302, Location="/round")
    with pytest.raises(RefusedAddressError, match="转向超过"):
        fetching.fetch(site.url("/round"), private_allowed=True)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "gopher://127.0.0.1/", "//[bad", "http://user@/"])
def test_redirect_to_what_is_no_page_is_refused(site, target):
    site.show(b"", "/a", 302, Location=target)
    with pytest.raises(RefusedAddressError):
        fetching.fetch(site.url("/a"), private_allowed=True)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "[::1]",
     "[fd00::1]", "[::ffff:127.0.0.1]", "[fe80::1]", "224.0.0.1", "2130706433"],
)  # fmt: skip
def test_inner_addresses_are_never_visited(host):
    with pytest.raises(RefusedAddressError, match="内部地址"):
        fetching.fetch(f"http://{host}/")


def test_name_that_does_not_exist_is_unreachable():
    with pytest.raises(UnreachableError, match="域名"):
        fetching.fetch("http://nothing.invalid/")


def test_page_without_end_is_cut(site, monkeypatch):
    monkeypatch.setattr(fetching, "SIZE_LIMIT", 200_000)
    site.show(b"x" * 1_000_000, "/big")
    got = fetching.fetch(site.url("/big"), private_allowed=True)
    assert (len(got.body), got.cut) == (200_000, True)


def test_page_that_drips_is_given_up(site, monkeypatch):
    monkeypatch.setattr(fetching, "TIMEOUT", 0.3)
    stop = threading.Event()

    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        while not stop.wait(0.1):
            try:
                handler.wfile.write(b".")
            except OSError:
                return

    site.answers["/drip"] = drip
    with pytest.raises(UnreachableError, match="没有答复"):
        fetching.fetch(site.url("/drip"), private_allowed=True)
    stop.set()


def test_old_pages_are_read_in_their_own_coding():
    body = '<html><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><h1>公开信</h1>'.encode("gb18030")
    assert likeness.names(Page("", 200, "text/html", body, cut=False), "公开信")


def test_scanned_page_is_known_by_its_bytes():
    first = likeness.fingerprint(Page("", 200, "application/pdf", b"%PDF-1", cut=False))
    assert likeness.likeness(first, likeness.fingerprint(Page("", 200, "application/pdf", b"%PDF-1", cut=False))) == 1
    assert likeness.likeness(first, likeness.fingerprint(Page("", 200, "application/pdf", b"%PDF-2", cut=False))) == 0


def test_liaison_is_told_once_of_each_trouble(fresh_db, office, site, settings):
    settings.LINK_CHECK_PRIVATE = True
    site.show(page())
    matter = office.open(title=TITLE)
    office.do("save", matter, sections={"履职情况": "巡查河道。"})
    office.do("sign", matter, number="云农水〔2026〕1号")
    office.do("send", matter)
    office.do("prepare", matter)
    office.do("publish", matter, own_url=site.url(), published_on=today())
    publication = publication_of(matter)
    assert (look(publication).state, watching.alarm(now())) == (LinkState.FINE, 0)
    del site.answers["/report.html"]
    look(publication)
    assert (watching.alarm(now()), watching.alarm(now())) == (1, 0)
    notice = Notice.objects.get(title__startswith="公开页面须核对")
    assert (notice.matter, notice.post.body) == (matter, matter.holder)
    assert site.url() in notice.text
    site.show(page())
    look(publication)
    del site.answers["/report.html"]
    look(publication)
    assert watching.alarm(now()) == 1
