/// The leaves that read each thing a case may leave open, in the order of the nodes.
struct Readers: Sendable {
  private var findings: [[Int]]
  private var others: [Program.Variable: [Int]] = [:]

  init(of operations: [Program.Operation], therapyTests: [Program.TherapyTest], findingCount: Int) {
    findings = [[Int]](repeating: [], count: findingCount)
    for (node, operation) in operations.enumerated() {
      switch operation {
      case .oneOf(let finding, _), .includes(let finding, _), .within(let finding, _): findings[finding].append(node)
      case .comorbidity: others[.comorbidities, default: []].append(node)
      case .medication: others[.medications, default: []].append(node)
      case .therapy(let test): add(node, reading: therapyTests[test].content.variables)
      case .line: add(node, reading: [.history])
      case .refractory: add(node, reading: [.history, .outcome, .bestResponse, .duration, .days])
      case .undetermined, .all, .any, .atLeast, .not, .isUnknown, .isKnown, .constant, .jurisdiction: break
      }
    }
  }

  private mutating func add(_ node: Int, reading variables: [Program.Variable]) {
    for variable in variables { others[variable, default: []].append(node) }
  }

  subscript(variable: Program.Variable) -> [Int] {
    if case .finding(let index) = variable { findings[index] } else { others[variable] ?? [] }
  }
}

extension Program.TherapyTest.Content {
  /// What the test reads of the history: its drugs and settings at least.
  fileprivate var variables: [Program.Variable] {
    var variables = [Program.Variable.history]
    if !outcomes.isEmpty { variables.append(.outcome) }
    if !bestResponses.isEmpty { variables.append(.bestResponse) }
    if durationMonths != nil { variables.append(.duration) }
    return variables
  }
}
