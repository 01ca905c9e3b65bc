@testable import HTTP

extension ConformanceCase {
  static let hosts: [ConformanceCase] =
    [
      .refuses("no Host", "9112 §3.2", "GET / HTTP/1.1\r\n\r\n", .missingHost),
      .refuses("no Host in HTTP/1.2", "9112 §3.2", "GET / HTTP/1.2\r\n\r\n", .missingHost),
      .refuses("no Host but a field", "9112 §3.2", "GET / HTTP/1.1\r\nHosts: a\r\n\r\n", .missingHost),
      .refuses("two Hosts", "9112 §3.2", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", .badHost),
      .refuses("two equal Hosts", "9112 §3.2", "GET / HTTP/1.1\r\nHost: a\r\nhOST: a\r\n\r\n", .badHost),
      .refuses("two empty Hosts", "9112 §3.2", "GET / HTTP/1.1\r\nHost:\r\nHost:\r\n\r\n", .badHost),
      .refuses("two Hosts apart", "9112 §3.2", "GET / HTTP/1.1\r\nHost: a\r\nA: b\r\nHost: a\r\n\r\n", .badHost),
      .refuses("two Hosts in HTTP/1.0", "9112 §3.2", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", .badHost),
      .refuses("bad Host in HTTP/1.0", "9112 §3.2", "GET / HTTP/1.0\r\nHost: a b\r\n\r\n", .badHost),
      .reads(
        "Host without case and with white space", "9112 §5", "GET / HTTP/1.1\r\nhOsT: \t a.example:80 \t\r\n\r\n",
        ReadRequest(target: "/", fields: [("Host", "a.example:80")])),
      .reads("Host behind other fields", "9110 §7.2", "GET / HTTP/1.1\r\nA: b\r\nHost: a\r\n\r\n", .get()),
    ]
    + goodHosts.map { host in
      .reads(
        "Host \(host.debugDescription)", "3986 §3.2.2", "GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n",
        ReadRequest(target: "/", fields: [("Host", host)]))
    }
    + badHosts.map { host in
      .refuses("Host \(host.debugDescription)", "3986 §3.2.2", "GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n", .badHost)
    }

  /// The authority of an absolute-form target follows the same rules, but is not empty (RFC 9110 §4.2.1).
  static let authorities: [ConformanceCase] =
    goodHosts.filter { !$0.isEmpty }.map { host in
      .reads("target's authority \(host.debugDescription)", "3986 §3.2.2", message("GET http://\(host)/b"), .get("/b"))
    }
    // With these the authority ends, or the line.
    + badHosts.filter { !$0.contains { "/?# ".contains($0) } }.map { host in
      .refuses("target's authority \(host.debugDescription)", "3986 §3.2.2", message("GET http://\(host)/b"), .badTarget)
    }

  private static let goodHosts = [
    // Names: a target URI without authority has an empty one (RFC 9112 §3.2).
    "", "a", "a.example", "A.EXAMPLE", "a.example.", "a..b", "-", "_", "a_b", "localhost", "xn--e1afmkfd", "0", "127.1",
    "a-._~!$&'()*+,;=z", "a,b", "%41", "%d0%b6.example", "%00", "%2f", "%3a80",
    // Addresses of IPv4; what is none is a name.
    "192.0.2.1", "0.0.0.0", "255.255.255.255", "256.0.0.1", "192.0.2.01",
    // Ports.
    "a:", "a:0", "a:1", "a:80", "a:65535", "a:00080", "a:0000000000000000000000080", "192.0.2.1:80", "%41:80",
    // Addresses of IPv6: `::` stands for one group at least, the last two may be IPv4.
    "[::]", "[::1]", "[1::]", "[1::8]", "[1:2:3:4:5:6:7:8]", "[2001:DB8::a]", "[::2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7::]",
    "[1::3:4:5:6:7:8]", "[1:2:3::5:6:7:8]", "[1:2:3:4:5:6::8]", "[0000:0000:0000:0000:0000:0000:0000:0000]",
    "[::192.0.2.1]", "[::ffff:192.0.2.1]", "[64:ff9b::192.0.2.1]", "[1:2:3:4:5:6:192.0.2.1]", "[1::6:192.0.2.1]",
    "[::3:4:5:6:7:0.0.0.0]", "[1:2:3:4:5::255.255.255.255]", "[::1]:", "[::1]:80", "[::1]:65535",
    // Addresses to come.
    "[v1.a]", "[V1.a]", "[vFF.a:b~]", "[v0.:]", "[v1.a]:80", "[v1F.!$&'()*+,;=:-._~]",
  ]

  private static let badHosts = [
    "a b", "a\tb", "a, b", "a /", "a/", "/", "a/b", "a?", "a?b", "a#", "a@b", "@", "a:b@c", "http://a", "a\\b", "a\"b", "\"a\"",
    "<a>", "a^b", "a`b", "{a}", "a|b", "[a]", "a[", "a]", "]", "\u{e9}", "a\u{ff}", "\u{430}", "a\u{301}", "\u{212a}", "\u{a0}",
    "%", "%4", "a%", "%4g", "%g4", "%%41", "%u0041",
    ":", ":80", "a:b", "a:-1", "a:+1", "a:1.", "a:0x50", "a:80 80", "a:80,81", "a:1:2", "a::", "a::1", "a:65536", "a:99999",
    "a:100000", "a:18446744073709551696", "a:36893488147419103312", "a:\u{661}", "a:8\u{301}", "192.0.2.1:x",
    "::1", "::", "1:2:3:4:5:6:7:8", "[", "[]", "[:]", "[:::]", "[::::]", "[1]", "[1:2]", "[::1", "[[::1]]", "[::1]]", "[::1]a",
    "[::1]80", "[::1]:x", "[::1]:65536", "[::1]::80", "[::1]/", "a[::1]", "[1:2:3:4:5:6:7]", "[1:2:3:4:5:6:7:8:9]",
    "[1:2:3:4:5:6:7::8]", "[::1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7:8::]", "[1::2::3]", "[::1::]", "[:1:2:3:4:5:6:7:8]", "[:1::]",
    "[1:2:3:4:5:6:7:8:]", "[1::2:]", "[12345::]", "[00000::]", "[g::]", "[::-1]", "[:: 1]", "[ ::1]", "[::%31]", "[::1\u{301}]",
    "[1::\u{661}]", "[::256.0.0.1]", "[::1.2.3]", "[::1.2.3.4.5]", "[::1.2.3.]", "[::.1.2.3]", "[::1..2.3]", "[::01.2.3.4]",
    "[::1.2.3.004]", "[::1000.2.3.4]", "[::1.2.3.4:5]", "[1.2.3.4::]", "[1.2.3.4]", "[1:2:3:4:5:6:7:1.2.3.4]",
    "[1:2:3:4:5:1.2.3.4]", "[::2:3:4:5:6:7:1.2.3.4]", "[::0x1]", "[fe80::1%25eth0]", "[fe80::1%eth0]",
    "[v]", "[v.]", "[v.a]", "[v1]", "[v1.]", "[vg.a]", "[v1.a/b]", "[v1.a@b]", "[v1.%41]", "[v1.[a]]", "[v1.\u{e9}]", "[v1.a]b",
  ]
}
