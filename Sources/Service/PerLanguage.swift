import Knowledge

/// A value for each language.
struct PerLanguage<Value: Sendable>: Sendable {
  private let en: Value
  private let ru: Value

  init<Failure: Error>(_ make: (Language) throws(Failure) -> Value) throws(Failure) {
    en = try make(.en)
    ru = try make(.ru)
  }

  subscript(language: Language) -> Value {
    switch language {
    case .en: en
    case .ru: ru
    }
  }
}
