/// Why bytes are no request that can be answered. The connection closes after the refusal.
package enum RequestError: Error, Sendable, Hashable, CustomStringConvertible {
  case malformedRequestLine
  case badTarget
  case unsupportedVersion
  case unknownMethod
  case bareLineBreak
  case whitespaceBeforeColon
  case obsoleteFolding
  case badFieldName
  case badFieldValue
  case missingHost
  case badHost
  case badContentLength
  case conflictingFraming
  case badTransferCoding
  case unknownTransferCoding
  case badChunk
  case badExpectation
  case requestLineTooLong
  case headTooLarge
  case tooManyFields
  case bodyTooLarge
  case timedOut
  case tooBusy
  case tooManyConnections

  package var status: Status {
    switch self {
    case .malformedRequestLine, .badTarget, .bareLineBreak, .whitespaceBeforeColon, .obsoleteFolding, .badFieldName,
      .badFieldValue, .missingHost, .badHost, .badContentLength, .conflictingFraming, .badTransferCoding, .badChunk:
      .badRequest
    case .unsupportedVersion: .httpVersionNotSupported
    case .unknownMethod, .unknownTransferCoding: .notImplemented
    case .badExpectation: .expectationFailed
    case .requestLineTooLong: .uriTooLong
    case .headTooLarge, .tooManyFields: .requestHeaderFieldsTooLarge
    case .bodyTooLarge: .contentTooLarge
    case .timedOut: .requestTimeout
    case .tooBusy, .tooManyConnections: .serviceUnavailable
    }
  }

  package var description: String {
    switch self {
    case .malformedRequestLine: "the request line is malformed"
    case .badTarget: "the request target is malformed: other than ASCII is to be percent-encoded, dot segments are refused"
    case .unsupportedVersion: "only HTTP/1 is spoken"
    case .unknownMethod: "the method is not implemented"
    case .bareLineBreak: "a line break is not CR LF"
    case .whitespaceBeforeColon: "there is white space before a field's colon"
    case .obsoleteFolding: "a field is folded over lines"
    case .badFieldName: "a field name is malformed"
    case .badFieldValue: "a field value holds a control character"
    case .missingHost: "the Host field is missing"
    case .badHost: "the Host field is malformed or repeated"
    case .badContentLength: "Content-Length is malformed or repeated"
    case .conflictingFraming: "Transfer-Encoding is given with Content-Length or in HTTP/1.0"
    case .badTransferCoding: "Transfer-Encoding does not end in chunked, once and without parameters"
    case .unknownTransferCoding: "the only transfer coding is chunked"
    case .badChunk: "the chunked body is malformed"
    case .badExpectation: "the only expectation is 100-continue"
    case .requestLineTooLong: "the request line is too long"
    case .headTooLarge: "the request's fields are too large"
    case .tooManyFields: "the request has too many fields"
    case .bodyTooLarge: "the request's body is too large"
    case .timedOut: "the request did not arrive in time"
    case .tooBusy: "too many requests are under way"
    case .tooManyConnections: "there are too many connections"
    }
  }
}
