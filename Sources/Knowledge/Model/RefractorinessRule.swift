package import Clinical

/// When a disease counts as refractory to a drug, and by which definitions that is summed up.
package struct RefractorinessRule: Sendable {
  package let name: Text
  package let text: Text
  /// Responses from this one on are responses.
  package let responseFrom: BestResponse
  /// Progression up to this many days after the last dose, this day included, is refractoriness.
  package let withinDays: Int
  /// From this many months on an exposure is long enough to judge the lack of a response.
  package let adequateMonths: Magnitude
  package let sources: [SourceUse]
  /// The classes an answer reports.
  package let classes: [DrugClassID]
  /// The definition whose value is the label.
  package let level: DefinitionID
  /// The definition of triple-class refractoriness.
  package let tripleClass: DefinitionID
  /// What an answer shows side by side, in order.
  package let definitions: [DefinitionID]
  package let place: Place
}
