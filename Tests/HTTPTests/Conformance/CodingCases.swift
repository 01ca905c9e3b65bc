@testable import HTTP

extension ConformanceCase {
  static let codings: [ConformanceCase] =
    [
      coded("chunked"), coded("CHUNKED"), coded("Chunked"), coded("\t chunked \t"), coded(" chunked"),
      .reads("coding without white space", "9112 §5", message("POST /", "transfer-ENCODING:chunked", body: "0\r\n\r\n"), .post()),
      .reads(
        "names like Transfer-Encoding", "9112 §6.1",
        message(
          "POST /", "Transfer_Encoding: chunked", "Transfer-Encodings: chunked", "XTransfer-Encoding: chunked", "TE: chunked"),
        .post()),
      .refuses("no chunk behind other codings", "9112 §6.1", codings("gzip", "chunked"), .unknownTransferCoding),
      .refuses("three codings", "9112 §6.1", codings("deflate, gzip, chunked"), .unknownTransferCoding),
      .refuses("coding before chunked", "9112 §6.1", codings("gzip, chunked"), .unknownTransferCoding),
      .refuses("coding before chunked without space", "9112 §6.1", codings("gzip,chunked"), .unknownTransferCoding),
      .refuses("identity before chunked", "9112 §6.1", codings("identity, chunked"), .unknownTransferCoding),
      .refuses("unknown coding before chunked", "9112 §6.1", codings("x, chunked"), .unknownTransferCoding),
      .refuses("coding with parameters before chunked", "9112 §7", codings("x;a=\"b, c\", chunked"), .unknownTransferCoding),
      .refuses(
        "coding in HTTP/1.0", "9112 §6.1", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", .conflictingFraming),
      .refuses(
        "coding and length in HTTP/1.0", "9112 §6.1",
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n", .conflictingFraming),
      .refuses(
        "length and coding", "9112 §6.1", message("POST /", "Content-Length: 5", "Transfer-Encoding: chunked", body: "0\r\n\r\n"),
        .conflictingFraming),
      .refuses(
        "coding and length", "9112 §6.1", message("POST /", "Transfer-Encoding: chunked", "Content-Length: 5", body: "0\r\n\r\n"),
        .conflictingFraming),
      .refuses(
        "coding and length 0", "9112 §6.1", message("POST /", "Transfer-Encoding: chunked", "Content-Length: 0"),
        .conflictingFraming),
      .refuses(
        "coding and bad length", "9112 §6.1", message("POST /", "Transfer-Encoding: chunked", "Content-Length: x"),
        .conflictingFraming),
      .refuses(
        "unknown coding and length", "9112 §6.1", message("POST /", "Transfer-Encoding: x", "Content-Length: 1"),
        .conflictingFraming),
      .refuses(
        "empty coding and length", "9112 §6.1", message("POST /", "Transfer-Encoding:", "Content-Length: 1"), .conflictingFraming),
      .refuses(
        "coding with a space before the colon", "9112 §5.1", message("POST /", "Transfer-Encoding : chunked"),
        .whitespaceBeforeColon),
      .refuses("coding with NUL before the colon", "9112 §5.1", message("POST /", "Transfer-Encoding\0: chunked"), .badFieldName),
      .refuses("coding's name with a long s", "9110 §5.1", message("POST /", "Tran\u{17f}fer-Encoding: chunked"), .badFieldName),
      .refuses("coding folded", "9112 §5.2", message("POST /", "Transfer-Encoding:\r\n chunked"), .obsoleteFolding),
      .refuses("coding behind LF", "9112 §2.2", message("POST /", "A: b\nTransfer-Encoding: chunked"), .bareLineBreak),
      .refuses("vertical tab before a coding", "9110 §5.5", codings("\u{b}chunked"), .badFieldValue),
      .refuses("vertical tab behind a coding", "9110 §5.5", codings("chunked\u{b}"), .badFieldValue),
      .refuses("NUL behind a coding", "9110 §5.5", codings("chunked\0"), .badFieldValue),
    ]
    // Where chunked is not the last coding, once and without parameters, the body has no certain end.
    + [
      "", ",", "identity", "gzip", "deflate", "compress", "x", "xchunked", "chunkedx", "chunke", "chunked1", "x-chunked",
      "chunked, identity",
      "chunked, gzip", "chunked, chunked", "chunked,chunked", "CHUNKED, chunked", "chunked;q=1, chunked",
      "gzip, chunked, chunked",
      "chunked, x, chunked", "chunked;q=1", "chunked;a", "chunked;", "chunked; a=\"b\"", "x, chunked;q=1", "\"chunked\"",
      "'chunked'", "\"chunked", "chunked\"",
      "x=\", chunked", "chun ked", "chunked chunked", "chunked x", "x chunked", "chunked\u{a0}", "\u{a0}chunked", "\u{85}chunked",
      "chunked\u{301}",
      "chun\u{212a}ed", "chunked/1", "(chunked)", "[chunked]", "=chunked", "chunked=",
    ].map { value in
      .refuses("coding \(value.debugDescription)", "9112 §6.3", codings(value), .badTransferCoding)
    }
    // A list may have empty elements (RFC 9110 §5.6.1.2); in what frames a message other readers may count them.
    + [", chunked", "chunked,", "chunked, ", ",chunked,", "gzip,, chunked"].map { value in
      .refuses("coding \(value.debugDescription)", "9112 §11.2", codings(value), .badTransferCoding)
    }
    + [
      .refuses("coding twice", "9112 §6.1", codings("chunked", "chunked"), .badTransferCoding),
      .refuses("coding and an empty one", "9112 §11.2", codings("chunked", ""), .badTransferCoding),
      .refuses("an empty coding and one", "9112 §11.2", codings("", "chunked"), .badTransferCoding),
      .refuses("coding and identity", "9112 §6.3", codings("chunked", "identity"), .badTransferCoding),
      .refuses("a coding in quotes over lines", "9112 §6.3", codings("x=\"", "chunked\""), .badTransferCoding),
    ]

  private static func coded(_ value: String) -> ConformanceCase {
    .reads(
      "coding \(value.debugDescription)", "9112 §7",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\(value)\r\n\r\n1\r\nx\r\n0\r\n\r\n", .post("x"))
  }

  private static func codings(_ values: String...) -> String {
    "POST / HTTP/1.1\r\nHost: a\r\n" + values.map { "Transfer-Encoding: \($0)\r\n" }.joined() + "\r\n0\r\n\r\n"
  }
}
