"""A visitor without a browser: signs in through the form and opens pages."""

import urllib.error
import urllib.request
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin, urlsplit


class NavigationLinks(HTMLParser):
    """Collects the addresses that a page offers inside its <nav> elements."""

    def __init__(self):
        super().__init__()
        self.depth = 0
        self.links = []

    def handle_starttag(self, tag, attrs):
        if tag == "nav":
            self.depth += 1
        elif tag == "a" and self.depth:
            self.links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag):
        if tag == "nav":
            self.depth -= 1


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

    def navigation(self):
        """The paths of this site that the home page offers."""
        parser = NavigationLinks()
        parser.feed(self.open("/")[2])
        links = [urlsplit(urljoin(self.site, link)) for link in parser.links]
        own = urlsplit(self.site).netloc
        return list(dict.fromkeys(link.path for link in links if link.netloc == own))
