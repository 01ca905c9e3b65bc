import Knowledge

/// A value for each language.
struct PerLanguage<Value: Sendable>: Sendable {
  private let en: Value
  private let ru: Value

  init(_ make: (Language) throws -> Value) rethrows {
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
