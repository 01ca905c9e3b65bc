/// What comes next of an answer that is made while others are served.
package enum AnswerPart: Sendable {
  /// The whole answer.
  case whole(Response)
  /// The head of an answer whose body follows in pieces.
  case head(Response)
  case piece([UInt8])
  /// The body is whole.
  case end
}

/// An answer that is made apart from the event loops, in pieces or late, while the request's body may still come.
///
/// The loop calls `begin`, `receive`, `finish`, `next` and `cancel`, one at a time; what these do is to be short.
package protocol AnswerStream: AnyObject, Sendable {
  /// Called first. `wake` is to be called, from anywhere, whenever `next` or `wantsMore` may have changed otherwise than by the loop.
  func begin(wake: @escaping @Sendable () -> Void)
  /// Takes a piece of the request's body. More than is wanted may come, by as much as was read at once.
  func receive(_ bytes: ArraySlice<UInt8>)
  /// The request's body is whole.
  func finish()
  /// The client is gone, or its request was no good: nothing more is wanted.
  func cancel()
  /// Whether more of the body is wanted now. As long as not, the client is made to wait.
  var wantsMore: Bool { get }
  /// What comes next; `nil`: nothing yet. Nothing is asked for as long as the client does not take what there is.
  func next() -> AnswerPart?
}

/// How a request is answered whose answer is not made at once.
package enum Opening: Sendable {
  case stream(any AnswerStream)
  /// At once, without its body.
  case refusal(Response)
}
