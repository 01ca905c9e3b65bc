package import Clinical

/// A fact derived from the case: true or false, or one of several values; a reported one is listed in answers.
package struct Definition: Sendable {
  /// A value and when it applies.
  package struct Case: Sendable {
    package let value: Value
    package let condition: Condition
  }

  /// A value by its id and name.
  package struct Value: Sendable {
    package let id: String
    package let name: Text
  }

  package enum Content: Sendable {
    case truth(Condition)
    /// The first case that holds counts; none: `otherwise`.
    case value([Case], otherwise: Value)
  }

  package let id: DefinitionID
  package let disease: DiseaseID
  package let name: Text
  /// The rule in words.
  package let text: Text?
  package let isReported: Bool
  package let content: Content
  package let sources: [SourceUse]
  package let place: Place

  /// The conditions it is made of, in order.
  package var conditions: [Condition] {
    switch content {
    case .truth(let condition): [condition]
    case .value(let cases, _): cases.map(\.condition)
    }
  }
}
