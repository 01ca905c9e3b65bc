/// An answer: status, fields and body; framing, date and connection handling are the server's.
package struct Response: Sendable {
  package var status: Status
  package var fields = Fields()
  package var body: [UInt8]

  package init(status: Status, body: [UInt8] = []) {
    self.status = status
    self.body = body
  }
}
