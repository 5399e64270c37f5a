"""A visitor without a browser: signs in through the form and opens pages."""

import urllib.error
import urllib.request
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin, urlsplit


class Links(HTMLParser):
    """Collects the addresses that a page offers."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.found.append(dict(attrs).get("href") or "")


class Visitor:
    def __init__(self, site):
        self.site = site
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies)
        )

    def open(self, path, data=None):
        """Status, path after redirects, and body of a page."""
        headers = {"Referer": self.site, "Accept": "text/html"}
        body = urlencode(data).encode() if data else None
        request = urllib.request.Request(urljoin(self.site, path), body, headers)
        try:
            with self.opener.open(request, timeout=60) as response:
                text = response.read().decode(errors="replace")
                return response.status, urlsplit(response.url).path, text
        except urllib.error.HTTPError as error:
            with error:
                text = error.read().decode(errors="replace")
                return error.code, urlsplit(error.url).path, text

    def sign_in(self, login_path, username, password):
        """Through the form, as people do. Says whether it worked."""
        self.open(login_path)
        token = next(
            (cookie.value for cookie in self.cookies if cookie.name == "csrftoken"), ""
        )
        form = {"login": username, "password": password, "csrfmiddlewaretoken": token}
        _status, path, _text = self.open(login_path, form)
        return path != login_path

    def links(self, path, text):
        """The paths of this site that a page offers, in its order."""
        parser = Links()
        parser.feed(text)
        here = urljoin(self.site, path)
        links = [urlsplit(urljoin(here, link)) for link in parser.found]
        own = urlsplit(self.site).netloc
        return list(dict.fromkeys(link.path for link in links if link.netloc == own))

    def walk(self, kind_of, start="/"):
        """Open one page of each kind that can be reached by links.

        `kind_of` says what kind a path is, or None for one to leave alone. Returns
        the status and the text of each page by its path.
        """
        waiting, kinds, pages = [start], {kind_of(start)}, {}
        while waiting:
            path = waiting.pop(0)
            status, _path, text = self.open(path)
            pages[path] = (status, text)
            for link in self.links(path, text):
                kind = kind_of(link)
                if kind and kind not in kinds:
                    kinds.add(kind)
                    waiting.append(link)
        return pages
