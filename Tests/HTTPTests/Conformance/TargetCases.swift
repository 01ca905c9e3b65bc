@testable import HTTP

extension ConformanceCase {
  static let targets: [ConformanceCase] = [
    .reads("origin-form", "9112 §3.2.1", message("GET /a/b"), .get("/a/b")),
    .reads("absolute-form", "9112 §3.2.2", message("GET http://a/b?c=1"), .get("/b?c=1", path: "/b", query: ["c=1"])),
    .reads("absolute-form, scheme without case", "3986 §3.1", message("GET hTTp://a/b"), .get("/b")),
    // A trusted gateway ends TLS (RFC 9110 §7.4).
    .reads("absolute-form of TLS", "9110 §7.4", message("GET https://a/b"), .get("/b")),
    .reads("absolute-form without path", "9110 §4.2.3", message("GET http://a"), .get("/")),
    .reads(
      "absolute-form without path, with query", "9110 §4.2.3", message("GET http://a?b=/1"),
      .get("/?b=/1", path: "/", query: ["b=/1"])),
    .reads("absolute-form with port", "9112 §3.2.2", message("GET http://a:80/b"), .get("/b")),
    .reads("absolute-form with an empty port", "3986 §3.2.3", message("GET http://a:/b"), .get("/b")),
    .reads("absolute-form with an address", "3986 §3.2.2", message("GET http://[::1]:8080/b"), .get("/b")),
    .reads("absolute-form in POST", "9112 §3.2.2", message("POST http://a/"), .post()),
    .reads("absolute-form in OPTIONS", "9112 §3.2.4", message("OPTIONS http://a/b"), ReadRequest(method: .options, target: "/b")),
    .reads(
      "absolute-form in OPTIONS of the server", "9112 §3.2.4", message("OPTIONS http://a"),
      ReadRequest(method: .options, target: "*")),
    .reads(
      "absolute-form in OPTIONS of the root", "9112 §3.2.4", message("OPTIONS http://a/"),
      ReadRequest(method: .options, target: "/")),
    .reads(
      "absolute-form in OPTIONS with a query", "9112 §3.2.4", message("OPTIONS http://a?b"),
      ReadRequest(method: .options, target: "/?b", path: "/", query: ["b="])),
    .reads("absolute-form in HTTP/1.0", "9112 §3.2.2", "GET http://a/b HTTP/1.0\r\n\r\n", old("/b")),
    .refuses("absolute-form without Host", "9112 §3.2", "GET http://a/ HTTP/1.1\r\n\r\n", .missingHost),
    .refuses("absolute-form with a bad Host", "9112 §3.2", "GET http://a/ HTTP/1.1\r\nHost: b/\r\n\r\n", .badHost),
    .reads("absolute-form with another Host", "9112 §3.2.2", "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n", .get("/")),
    .reads("absolute-form with an empty Host", "9112 §3.2.2", "GET http://a/ HTTP/1.1\r\nHost:\r\n\r\n", .get("/")),
    .reads("asterisk-form", "9112 §3.2.4", message("OPTIONS *"), ReadRequest(method: .options, target: "*")),
    .reads("asterisk in a path", "3986 §3.3", message("GET /*"), .get("/*")),
    .refuses("asterisk-form of another method", "9112 §3.2.4", message("GET *"), .badTarget),
    .refuses("asterisk-form of POST", "9112 §3.2.4", message("POST *"), .badTarget),
    .refuses("asterisk-form with a query", "9112 §3.2.4", message("OPTIONS *?a"), .badTarget),
    .refuses("two asterisks", "9112 §3.2.4", message("OPTIONS **"), .badTarget),
    // No tunnels (RFC 9110 §9.3.6), but a port that is none comes first.
    .refuses("authority-form", "9110 §9.3.6", message("CONNECT a.example:443"), .unknownMethod),
    .refuses("authority-form with an address", "9112 §3.2.3", message("CONNECT [::1]:443"), .unknownMethod),
    .refuses("authority-form without port", "9110 §9.3.6", message("CONNECT a.example"), .badTarget),
    .refuses("authority-form with an empty port", "9110 §9.3.6", message("CONNECT a.example:"), .badTarget),
    .refuses("authority-form with a bad port", "9110 §9.3.6", message("CONNECT a.example:https"), .badTarget),
    .refuses("authority-form with a large port", "9110 §9.3.6", message("CONNECT a.example:65536"), .badTarget),
    .refuses("authority-form without host", "9112 §3.2.3", message("CONNECT :443"), .badTarget),
    .refuses("authority-form with userinfo", "9112 §3.2.3", message("CONNECT b@a.example:443"), .badTarget),
    .refuses("authority-form with path", "9112 §3.2.3", message("CONNECT a.example:443/"), .badTarget),
    .refuses("origin-form in CONNECT", "9112 §3.2.3", message("CONNECT /"), .badTarget),
    .refuses("absolute-form in CONNECT", "9112 §3.2.3", message("CONNECT http://a/"), .badTarget),
    .refuses("asterisk-form in CONNECT", "9112 §3.2.3", message("CONNECT *"), .badTarget),
    .refuses("authority-form of another method", "9112 §3.2.3", message("GET a.example:443"), .badTarget),
    .refuses("relative path", "9112 §3.2", message("GET a"), .badTarget),
    .refuses("relative path with slash", "9112 §3.2", message("GET a/b"), .badTarget),
    .refuses("query alone", "9112 §3.2.1", message("GET ?a"), .badTarget),
    .refuses("fragment", "9112 §3.2", message("GET /a#b"), .badTarget),
    .refuses("fragment behind a query", "9112 §3.2", message("GET /a?b#c"), .badTarget),
    .refuses("fragment in absolute-form", "9112 §3.2.2", message("GET http://a/#b"), .badTarget),
    .refuses("fragment behind an authority", "9112 §3.2.2", message("GET http://a#b"), .badTarget),
    .refuses("no authority", "9110 §4.2.1", message("GET http://"), .badTarget),
    .refuses("empty authority", "9110 §4.2.1", message("GET http:///a"), .badTarget),
    .refuses("authority that is a port", "9110 §4.2.1", message("GET http://:80/a"), .badTarget),
    .refuses("userinfo", "9110 §4.2.4", message("GET http://b@a/c"), .badTarget),
    .refuses("userinfo with password", "9110 §4.2.4", message("GET http://b:c@a/d"), .badTarget),
    .refuses("empty userinfo", "9110 §4.2.4", message("GET http://@a/b"), .badTarget),
    .refuses("bad port in the target", "3986 §3.2.3", message("GET http://a:b/c"), .badTarget),
    .refuses("bad address in the target", "3986 §3.2.2", message("GET http://[::1/a"), .badTarget),
    .refuses("another scheme", "9110 §4.2", message("GET ftp://a/b"), .badTarget),
    .refuses("scheme with a long s", "3986 §3.1", message("GET http\u{17f}://a/b"), .badTarget),
    .refuses("scheme without authority", "9110 §4.2.1", message("GET http:/a"), .badTarget),
    .refuses("scheme alone", "9110 §4.2.1", message("GET http:"), .badTarget),
    .refuses("a name for a target", "9112 §3.2", message("GET urn:a:b"), .badTarget),
    .refuses("combining mark at the first slash", "9112 §3.2", message("GET /\u{301}a"), .badTarget),
    .refuses("backslash for the first slash", "9112 §3.2.1", message("GET \\a"), .badTarget),
    .refuses("NUL in the target", "3986 §2", message("GET /a\0b"), .badTarget),
    .refuses("control character in the target", "3986 §2", message("GET /a\u{1}"), .badTarget),
    .refuses("tab in the target", "9112 §3.2", message("GET /a\tb"), .badTarget),
    .refuses("delete in the target", "3986 §2", message("GET /\u{7f}"), .badTarget),
    .refuses("byte above ASCII in the target", "3986 §2", message("GET /\u{e9}"), .badTarget),
    .refuses("UTF-8 in the target", "3986 §2", message("GET /\u{434}\u{430}"), .badTarget),
    .refuses("UTF-8 in the query", "3986 §2", message("GET /?\u{434}\u{430}"), .badTarget),
  ]

  static let paths: [ConformanceCase] =
    [
      .reads(
        "path of every allowed character", "3986 §3.3", message("GET /aZ09-._~!$&'()*+,;=:@"), .get("/aZ09-._~!$&'()*+,;=:@")),
      .reads("empty segments", "3986 §3.3", message("GET //a//"), .get("//a//")),
      .reads("path that looks like an authority", "9112 §3.2.1", message("GET //b.example/c"), .get("//b.example/c")),
      .reads("path with a scheme", "3986 §3.3", message("GET /http://b"), .get("/http://b")),
      .reads("dots that are no dot segment", "3986 §3.3", message("GET /a.b/.../.a/a.."), .get("/a.b/.../.a/a..")),
      path("/%61%7a%5A", "/azZ"), path("/a%20b/%D0%B6", "/a b/\u{436}"), path("/%3F%23%5b%25", "/?#[%"), path("/%252e", "/%2e"),
      path("/%2ea", "/.a"), path("/%2b+", "/++"), path("/%E2%84%AA", "/\u{212a}"), path("/e%CC%81", "/e\u{301}"),
      path("/%C3%A9", "/\u{e9}"), path("/%F0%9F%98%80/", "/\u{1f600}/"),
      path("/%CC%81", "/\u{301}"), path("/a%22%CC%81", "/a\"\u{301}"), path("/%ef%bb%bf", "/\u{feff}"),
    ]
    + ["\"", "<", ">", "\\", "^", "`", "{", "}", "|", "[", "]"].map { character in
      .refuses("\(character.debugDescription) in a path", "3986 §3.3", message("GET /a\(character)b"), .badTarget)
    }
    + [
      "/.", "/..", "/a/../b", "/a/./b", "/a/..", "/a/.", "/../", "/%2e", "/%2E%2e", "/a/%2E./b", "/.%2e", "/%2f", "/a%2Fb",
      "/..%2fa", "/%", "/a%", "/%4", "/%zz", "/%4g", "/%g4", "/%%41", "/%u0041", "/%+1", "/%-1", "/% 1", "/%0\u{661}", "/%00",
      "/a%00b", "/%0a", "/%0D%0A", "/%1f", "/%7F", "/%80", "/%ff", "/%fe", "/%c0%ae", "/%c0%af", "/%c1%bf", "/%e0%80%af",
      "/%f0%80%80%af", "/%ed%a0%80", "/%ed%bf%bf", "/%f4%90%80%80", "/%f8%88%80%80%80", "/%e2%82", "/%e2/%82%ac", "/%d0/",
    ].map { path in
      .refuses(
        "path \(path.debugDescription)", "3986 §2.1, §3.3", message("GET \(path)"),
        path.contains(" ") ? .malformedRequestLine : .badTarget)
    }

  private static func path(_ sent: String, _ decoded: String) -> ConformanceCase {
    .reads("path \(sent)", "3986 §2.1", message("GET \(sent)"), .get(sent, path: decoded))
  }

  static let queries: [ConformanceCase] =
    [
      query("", []), query("a", ["a="]), query("a=", ["a="]), query("=a", ["=a"]), query("=", ["="]), query("a=b=c", ["a=b=c"]),
      query("a=1&b=2", ["a=1", "b=2"]), query("a=1&a=2", ["a=1", "a=2"]), query("&&a=1&", ["a=1"]), query("a=1;b=2", ["a=1;b=2"]),
      query("a=b+c", ["a=b c"]), query("a=b%2Bc", ["a=b+c"]), query("a+b=%20", ["a b= "]), query("%61=%26%3D%25", ["a=&=%"]),
      query("a=%D0%B6", ["a=\u{436}"]), query("a=/../b", ["a=/../b"]), query("a=b?c", ["a=b?c"]), query("?", ["?="]),
      query("a=%2e%2F", ["a=./"]), query("a=e%CC%81", ["a=e\u{301}"]), query("%E2%84%AA=1", ["\u{212a}=1"]),
      query("a=-._~!$'()*,;:@", ["a=-._~!$'()*,;:@"]),
      // Browsers do not encode these (URL Standard, query percent-encode set); RFC 9112 §3.2 lets a server read on.
      query("a=[b]{c}|^`\\", ["a=[b]{c}|^`\\"]),
    ]
    + ["\"", "<", ">", "#"].map { character in
      .refuses("\(character.debugDescription) in a query", "3986 §3.4", message("GET /?a\(character)b"), .badTarget)
    }
    + [
      "%", "a=%", "a=%4", "a=%zz", "%zz=a", "a=%00", "a=%0D%0A", "a=%7f", "a=%ff", "%ff=a", "a=%c0%af", "a=%ed%a0%80", "a=%e2%82",
      "a=%e2&b=%82%ac", "a=%+1",
    ].map { query in
      .refuses("query \(query)", "3986 §2.1, §3.4", message("GET /?\(query)"), .badTarget)
    }

  private static func query(_ sent: String, _ parameters: [String]) -> ConformanceCase {
    .reads("query \(sent)", "3986 §3.4", message("GET /a?\(sent)"), .get("/a?\(sent)", path: "/a", query: parameters))
  }

  /// A request of HTTP/1.0.
  private static func old(_ target: String) -> ReadRequest {
    ReadRequest(target: target, isVersion10: true, keepsAlive: false)
  }
}
