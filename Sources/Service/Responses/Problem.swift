package import HTTP
import JSON
import Knowledge

/// Error bodies by RFC 9457, made in one place.
package enum Problem {
  /// A mistake at one place of a request.
  struct Detail {
    /// The file, when the place is not in the request.
    var file: String?
    let pointer: String
    let detail: String
    let suggestion: String?
  }

  package static let contentType = "application/problem+json"

  /// A problem without details of its own.
  package static func response(_ status: Status, _ detail: String, instance: String? = nil) -> Response {
    response(status, detail, instance: instance, errors: [])
  }

  /// What is wrong with a case, all of it at once.
  static func response(_ errors: RequestErrors, status: Status, instance: String) -> Response {
    response(status, summary(of: errors, status, "the body"), instance: instance, errors: details(of: errors, status))
  }

  /// A line of a cohort that is not answered.
  static func line(_ number: Int, _ status: Status, _ errors: RequestErrors) -> [UInt8] {
    body(status, summary(of: errors, status, "the line"), line: number, errors: details(of: errors, status))
  }

  static func line(_ number: Int, _ status: Status, _ detail: String) -> [UInt8] {
    body(status, detail, line: number, errors: [])
  }

  private static func summary(of errors: RequestErrors, _ status: Status, _ subject: String) -> String {
    let count = errors.diagnostics.count
    return status == .badRequest
      ? "\(subject) is not well-formed JSON" : "the case is not valid: \(count) \(count == 1 ? "error" : "errors")"
  }

  private static func details(of errors: RequestErrors, _ status: Status) -> [Detail] {
    errors.diagnostics.map { diagnostic in
      let position = status == .badRequest && diagnostic.line > 0 ? " (line \(diagnostic.line), column \(diagnostic.column))" : ""
      return Detail(pointer: diagnostic.pointer, detail: diagnostic.message + position, suggestion: diagnostic.suggestion)
    }
  }

  /// What is wrong with a call that is no case, all of it at once.
  static func response(_ errors: RequestErrors, status: Status, _ detail: String, instance: String) -> Response {
    response(
      status, detail, instance: instance,
      errors: errors.diagnostics.map { Detail(pointer: $0.pointer, detail: $0.message, suggestion: $0.suggestion) })
  }

  static func response(_ status: Status, _ detail: String, instance: String?, errors: [Detail]) -> Response {
    var response = Response(status: status, body: body(status, detail, instance: instance, errors: errors))
    response.fields.append("Content-Type", contentType)
    response.fields.append("Cache-Control", "no-store")
    // RFC 9110 §10.2.3: who is turned away for now is told when to come again.
    if status == .serviceUnavailable { response.fields.append("Retry-After", "1") }
    return response
  }

  private static func body(
    _ status: Status, _ detail: String, instance: String? = nil, line: Int? = nil, errors: [Detail]
  ) -> [UInt8] {
    var writer = JSONWriter(reserving: 512)
    writer.beginObject()
    writer.member("type", "about:blank")
    writer.member("title", status.reasonPhrase)
    writer.member("status", status.code)
    writer.member("detail", detail)
    if let instance { writer.member("instance", PercentEncoding.path(instance)) }
    if let line { writer.member("line", line) }
    if !errors.isEmpty {
      writer.name("errors")
      writer.beginArray()
      for error in errors {
        writer.beginObject()
        if let file = error.file { writer.member("file", file) }
        writer.member("pointer", error.pointer)
        writer.member("detail", error.detail)
        if let suggestion = error.suggestion { writer.member("suggestion", suggestion) }
        writer.endObject()
      }
      writer.endArray()
    }
    writer.endObject()
    return writer.bytes
  }
}
