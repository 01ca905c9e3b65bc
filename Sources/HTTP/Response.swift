/// An answer: status, fields and body; framing, date and connection handling are the server's.
package struct Response: Sendable {
  package var status: Status
  package var fields: Fields
  /// Sent as it is, without a copy.
  package var body: [UInt8]
  /// Whether the same bytes, asked once more, may be answered by the same without asking, as long as the program's epoch stays.
  package var isRepeatable = false
  /// Which of the router's patterns it answers; `nil`: none.
  package internal(set) var route: Int?

  package init(status: Status, fields: Fields = Fields(), body: [UInt8] = []) {
    self.status = status
    self.fields = fields
    self.body = body
  }
}
