package import Audit
import Clinical
import Decision
import HTTP
import JSON
import Knowledge
import Synchronization

/// Keeps every answer to a case in a file before it goes out. The one place that holds cases.
package final class DecisionLog: Sendable {
  /// The field of an answer that names its records.
  static let field = "NextLine-Decision"

  private let log: AppendOnlyLog
  private let number = Atomic(0)
  /// Differs from start to start, which takes longer than the millisecond it counts, so that ids do.
  private let start = Timestamp().compact

  package init(_ log: AppendOnlyLog) {
    self.log = log
  }

  /// Writes an answer's record and gives its id. When this throws, the answer is not to go out.
  ///
  /// `call`: the call of a hook that was answered, whose body this is.
  func record(
    _ recommendation: Recommendation, of body: JSONValue, query: Query, call: DecisionRecord.Call? = nil, client: String?,
    context: Context, knowledge: KnowledgeBase
  ) throws(LogError) -> String {
    let id = "\(start)-\(number.add(1, ordering: .relaxed).newValue)"
    let record = DecisionRecord(
      id: id, time: Timestamp().description, version: knowledge.version, digest: knowledge.digest, asOf: context.asOf,
      call: call, body: body, query: query.parameters, options: DecisionRecord.options(of: recommendation))
    try log.append(record.line(client: client))
    return id
  }
}
