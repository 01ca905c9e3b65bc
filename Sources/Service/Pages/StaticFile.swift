package import Knowledge

/// A file of the program that is served as it is.
package struct StaticFile: Sendable {
  let mediaType: String
  let page: Page

  /// `language`: that of a file for people, `nil` for one of no language; `fields`: more that it always has.
  package init(
    _ bytes: [UInt8], mediaType: String, language: Language? = nil, fields: [(name: String, value: String)] = []
  ) {
    self.mediaType = mediaType
    page = Page(
      bytes, type: mediaType.hasPrefix("text/") ? mediaType + "; charset=utf-8" : mediaType, language: language,
      // Strong: it follows from the bytes alone.
      entityTag: "\"\(bytes.count)-\(String(Fingerprint.of(bytes), radix: 16))\"",
      fields: fields, isKept: true)
  }
}
