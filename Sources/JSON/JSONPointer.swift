/// The reference tokens of RFC 6901.
package enum JSONPointer {
  /// Renders a member name as a reference token, with the slash before it (RFC 6901 §3).
  package static func token(_ name: String) -> String {
    if !name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) { return "/" + name }
    var token = "/"
    for scalar in name.unicodeScalars {
      switch scalar {
      case "~": token += "~0"
      case "/": token += "~1"
      default: token.unicodeScalars.append(scalar)
      }
    }
    return token
  }
}
