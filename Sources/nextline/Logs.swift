import Audit
import Service

/// The logs of `nextline serve`, as its options say.
struct Logs: Sendable {
  let decisions: AppendOnlyLog?
  let feedback: AppendOnlyLog?

  init(_ arguments: Arguments) throws(CommandError) {
    let mostBytes = try arguments.number(.logMaxBytes, within: 0...(1 << 40), otherwise: 0)
    let word = arguments.text(.logFlush) ?? AppendOnlyLog.Flushing.always.rawValue
    guard let flushing = AppendOnlyLog.Flushing(rawValue: word) else {
      throw .usage("`--log-flush` is always or never, not `\(word)`")
    }
    func log(_ option: Option) throws(CommandError) -> AppendOnlyLog? {
      try arguments.text(option).map { path throws(CommandError) in
        try Self.open(path, flushing, mostBytes: mostBytes == 0 ? nil : mostBytes)
      }
    }
    decisions = try log(.decisionLog)
    feedback = try log(.feedbackLog)
  }

  private static func open(
    _ path: String, _ flushing: AppendOnlyLog.Flushing, mostBytes: Int?
  ) throws(CommandError) -> AppendOnlyLog {
    do throws(LogError) {
      let log = try AppendOnlyLog(path: path, flushing: flushing, mostBytes: mostBytes)
      if log.tornBytes > 0 {
        StandardError.print(
          "`\(path)` ended in the middle of a line: \(log.tornBytes) bytes that were never acknowledged are cut off")
      }
      return log
    } catch {
      throw .failed(error.description)
    }
  }

  var all: [AppendOnlyLog] { [decisions, feedback].compactMap(\.self) }

  /// Counts what the feedback log holds, and goes on with it.
  func feedbackStore() throws(CommandError) -> FeedbackStore {
    guard let feedback else { return FeedbackStore() }
    do throws(LogError) {
      return FeedbackStore(log: feedback, restoring: try feedback.lines())
    } catch {
      throw .failed(error.description)
    }
  }

  /// Puts each aside and begins it anew.
  func rotate() {
    for log in all {
      do throws(LogError) {
        try log.rotate()
        StandardError.print("`\(log.path)` begins anew")
      } catch {
        StandardError.print("the log was not rotated: \(error.description)")
      }
    }
  }
}
