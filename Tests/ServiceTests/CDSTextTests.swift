import Testing

@testable import Service

@Suite struct CDSTextTests {
  @Test(arguments: [
    ("p<0.001", #"p\<0.001"#), ("<script>", #"\<script>"#), ("a_b*c`d", #"a\_b\*c\`d"#), ("[x](y)", #"\[x\](y)"#),
    ("- x", #"\- x"#),
    ("# x # y", "\\# x # y"), ("a\n- b", "a - b"), ("&lt;", #"\&lt;"#), ("\\", "\\\\"), ("5.9 месяца", "5.9 месяца"),
  ])
  func `Nothing in a text is markup`(text: String, escaped: String) {
    #expect(Markdown.escape(text) == escaped)
  }

  @Test func `A link's address ends where it ends`() {
    #expect(Markdown.link("a]b", to: "https://doi.org/10.1/S0(17)<x>") == #"[a\]b](https://doi.org/10.1/S0%2817%29%3Cx%3E)"#)
    #expect(Markdown.link("a_b", to: nil) == #"a\_b"#)
  }

  @Test(arguments: [0, 1, 138, 139, 140, 141, 500])
  func `A summary is shorter than 140 characters and loses no word that fits`(length: Int) {
    let text = String(repeating: "слово ", count: 100).prefix(length).description
    let summary = CardText.summary(text)
    #expect(summary.utf16.count < 140)
    #expect((summary == text) == (length < 140))
    #expect(length < 140 || summary.utf16.count > 130)
  }

  @Test func `A word longer than a summary is cut by characters, emoji whole`() {
    let summary = CardText.summary(String(repeating: "👩‍⚕️", count: 60))
    #expect(summary.utf16.count < 140 && summary.hasPrefix("👩‍⚕️") && summary.hasSuffix("…"))
  }

  @Test func `A named UUID is one of version 8, the same for the same name`() {
    let uuid = NamedUUID.of(["a", "b"])
    #expect(uuid == NamedUUID.of(["a", "b"]))
    #expect(uuid != NamedUUID.of(["ab"]))
    #expect(uuid.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
    #expect(Array(uuid)[14] == "8" && "89ab".contains(Array(uuid)[19]))
  }
}
