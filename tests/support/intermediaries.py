"""What proxies, firewalls, captive portals and gateways answer in the provider's place: (status, headers, body)."""

from __future__ import annotations

_HTML = {"Content-Type": "text/html"}
_BLOCKED = "<html><title>Blocked</title>Invalid token: your access was revoked by policy. Invalid refresh token.</html>"

PAGES: dict[str, tuple[int, dict[str, str], str]] = {
    "a firewall's page": (403, _HTML, _BLOCKED),
    "a bad request in HTML": (400, _HTML, _BLOCKED),
    "unauthorized in HTML": (401, _HTML, _BLOCKED),
    "a proxy that wants a password": (407, {**_HTML, "Proxy-Authenticate": "Basic"}, _BLOCKED),
    "a captive portal's redirect": (302, {"Location": "http://portal.invalid/"}, ""),
    "a captive portal's page": (200, _HTML, _BLOCKED),
    "a captive portal's JSON": (200, {}, '{"user-url": "http://portal.invalid", "captive": true}'),
    "network authentication required": (511, _HTML, _BLOCKED),
    "plain words": (403, {}, "Invalid token. Invalid refresh token."),
    "a gateway's JSON": (403, {}, '{"message": "Invalid token. Your refresh token was revoked."}'),
    "somebody else's JSON": (400, {}, '{"error": "access_denied", "err": "Invalid refresh token"}'),
    "the shape with another status": (403, {}, '{"status": 502, "err": "Invalid token, refresh token revoked"}'),
    "a proxy in the provider's shape": (407, {}, '{"status": 407, "err": "Invalid refresh token"}'),
    "a proxy in the standard's words": (407, {}, '{"error": "invalid_client"}'),
    "nothing": (403, {}, ""),
    "half an answer": (403, {}, '{"status": 403, "err": "Invalid token'),
    "a list": (400, {}, '[{"status": 400, "err": "Invalid refresh token"}]'),
    "not found in HTML": (404, _HTML, _BLOCKED),
}
