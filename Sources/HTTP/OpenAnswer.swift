import Synchronization

/// An answer that is made apart from the loop, in pieces or whole, as its connection keeps it; confined to the loop but for its waker.
final class OpenAnswer {
  /// Posts to the loop once, however often it is called before the loop has looked.
  final class Waker: Sendable {
    private let mailbox: Mailbox
    private let descriptor: Int32
    private let number: UInt64
    private let isPosted = Atomic(false)

    init(_ mailbox: Mailbox, descriptor: Int32, number: UInt64) {
      (self.mailbox, self.descriptor, self.number) = (mailbox, descriptor, number)
    }

    func wake() {
      guard !isPosted.exchange(true, ordering: .acquiringAndReleasing) else { return }
      mailbox.post(.streamed(descriptor, number: number))
    }

    /// Before the loop looks: what happens from now on is to be told anew.
    func rearm() {
      isPosted.store(false, ordering: .releasing)
    }
  }

  let stream: any AnswerStream
  let request: Request
  /// Tells the answers of a descriptor apart, so that a late word does not reach its next one.
  let number: UInt64
  let waker: Waker
  let start: Int64
  /// Which of the router's patterns was asked; `nil`: the answer says.
  let route: Int?
  /// The request's body has come whole.
  private(set) var hasBody = false
  /// The answer without its body, once it is on its way.
  var head: Response?
  var bodyBytes = 0
  /// What the head says of the connection, once the answer is whole.
  var keepsAlive = true

  init(_ stream: any AnswerStream, to request: Request, route: Int?, number: UInt64, waker: Waker) {
    (self.stream, self.request, self.route, self.number) = (stream, request, route, number)
    self.waker = waker
    start = Clock.nanoseconds()
  }

  /// Whether the client is to send more of the body now.
  var wantsMore: Bool { !hasBody && stream.wantsMore }

  func endBody() {
    hasBody = true
    stream.finish()
  }
}
