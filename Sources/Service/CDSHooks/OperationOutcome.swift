import HTTP
import JSON

/// What is told in the words of FHIR.
enum OperationOutcome {
  /// 412: what is required was neither prefetched nor can be fetched.
  static func missing(_ keys: [String]) -> Response {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("resourceType", "OperationOutcome")
    writer.name("issue")
    writer.beginArray()
    for key in keys {
      writer.beginObject()
      writer.member("severity", "error")
      writer.member("code", "required")
      writer.member("diagnostics", "prefetch `\(key)` is required and was not given; nothing is fetched from the FHIR server")
      writer.name("expression")
      writer.strings(["prefetch.\(key)"])
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    var response = Response(status: .preconditionFailed, body: writer.bytes)
    response.fields.append("Content-Type", "application/fhir+json")
    response.fields.append("Cache-Control", "no-store")
    return response
  }
}
