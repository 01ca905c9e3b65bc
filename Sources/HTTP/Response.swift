/// An answer: status, fields and body; framing, date and connection handling are the server's.
package struct Response: Sendable {
  package var status: Status
  package var fields: Fields
  /// Sent as it is, without a copy.
  package var body: [UInt8]
  /// Which of the router's patterns it answers; `nil`: none.
  package internal(set) var route: Int?

  package init(status: Status, fields: Fields = Fields(), body: [UInt8] = []) {
    self.status = status
    self.fields = fields
    self.body = body
  }
}
