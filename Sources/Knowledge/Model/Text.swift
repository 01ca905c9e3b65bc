/// A language the service speaks.
package enum Language: String, Sendable, Hashable, CaseIterable {
  case en, ru
}

/// What a person reads, in every language of the service.
package struct Text: Sendable, Hashable {
  package let en: String
  package let ru: String

  package init(en: String, ru: String) {
    self.en = en
    self.ru = ru
  }

  package subscript(language: Language) -> String {
    switch language {
    case .en: en
    case .ru: ru
    }
  }
}
