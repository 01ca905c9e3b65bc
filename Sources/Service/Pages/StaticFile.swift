/// A file of the program that is served as it is.
package struct StaticFile: Sendable {
  let bytes: [UInt8]
  let mediaType: String
  /// Strong: it follows from the bytes alone.
  let entityTag: String

  package init(_ bytes: [UInt8], mediaType: String) {
    self.bytes = bytes
    self.mediaType = mediaType
    entityTag = "\"\(bytes.count)-\(String(Fingerprint.of(bytes), radix: 16))\""
  }

  var contentType: String {
    mediaType.hasPrefix("text/") ? mediaType + "; charset=utf-8" : mediaType
  }
}
