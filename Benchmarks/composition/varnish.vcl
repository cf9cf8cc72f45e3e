vcl 4.1;
# Varnish with ESI: the page is parsed once and kept; what may be kept is kept, the rest is passed through on kept-alive
# connections.
backend fragments {
    .host = "{{host}}";
    .port = "{{port}}";
    .max_connections = 1000;
}
sub vcl_recv {
    unset req.http.Cookie;
    if (req.url ~ "^/(live|kept)$") { set req.url = "/page" + req.url; }
    if (req.url ~ "^/fragments/live-") { return (pass); }
}
sub vcl_backend_response {
    if (bereq.url ~ "^/page/") { set beresp.do_esi = true; }
}
