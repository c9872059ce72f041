"""The network between browser and site, which can be cut.

A browser that is told to be offline lets a request slip through now and then, while a page or a
service worker starts. Nothing gets through a cable that is cut.
"""

from select import select
from socket import create_connection
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from urllib.parse import urlsplit


class Network(ThreadingTCPServer):
    """Passes on what comes to its `url` to the site, until it is cut."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, site):
        super().__init__(("localhost", 0), Connection)
        parts = urlsplit(site)
        self.site = (parts.hostname, parts.port)
        self.url = f"http://localhost:{self.server_address[1]}"
        self.is_cut = Event()
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def away(self, page):
        """Cut it, and have the browser say so to its pages."""
        self.is_cut.set()
        page.context.set_offline(True)

    def back(self, page):
        self.is_cut.clear()
        page.context.set_offline(False)

    def handle_error(self, request, client_address):
        """A browser may hang up at any moment."""


class Connection(BaseRequestHandler):
    def handle(self):
        is_cut = self.server.is_cut.is_set
        if is_cut():
            return
        with create_connection(self.server.site) as site:
            other = {self.request: site, site: self.request}
            while not is_cut():
                for end in select(other, [], [], 0.05)[0]:
                    data = end.recv(65536)
                    if not data or is_cut():
                        return
                    other[end].sendall(data)
