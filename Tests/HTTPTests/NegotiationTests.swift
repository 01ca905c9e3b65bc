import Testing

@testable import HTTP

/// Field values and what is chosen for them.
struct Choice: CustomTestStringConvertible, Sendable {
  let field: String
  let chosen: String?

  init(_ field: String, _ chosen: String?) {
    (self.field, self.chosen) = (field, chosen)
  }

  var testDescription: String { field.debugDescription }
}

/// A field value and whether something holds of it.
struct Answer: CustomTestStringConvertible, Sendable {
  let field: String
  let holds: Bool

  init(_ field: String, _ holds: Bool) {
    (self.field, self.holds) = (field, holds)
  }

  var testDescription: String { field.debugDescription }
}

@Suite struct NegotiationTests {
  @Test(arguments: [
    Choice("*/*", "text/html"), Choice("application/json", "application/json"), Choice("APPLICATION/JSON", "application/json"),
    Choice("text/*", "text/html"), Choice("application/*, text/html;q=0.9", "application/json"),
    Choice("text/html;q=0.5, */*;q=0.8", "application/json"), Choice("text/html;q=0, */*", "application/json"),
    Choice("*/*, text/html;q=0", "application/json"), Choice("text/html;q=0, application/*;q=0", nil), Choice("text/plain", nil),
    Choice("", nil), Choice(",, application/json ,", "application/json"), Choice("text/html;level=1", "text/html"),
    Choice("text/html;level=1;q=0.1, text/html;q=0.7, application/json;q=0.5", "text/html"),
    Choice("text/html;a=\"b, application/json;q=1\";q=0.1, application/json;q=0.2", "application/json"),
    Choice("text/html;a=\"b\\\", application/json;q=1\";q=0.1, application/json;q=0.2", "application/json"),
    Choice("text/html;a=\"b\\\\\", application/json;q=0.2", "text/html"),
    Choice("text/html;a=\"b, application/json", "text/html"),
    Choice("text/html;Q=0.1, application/json;q=0.2", "application/json"),
    Choice("text/html;q=0.1;a=b, application/json;q=0.2", "application/json"),
    Choice("text/html ; q=0.1 , application/json ;\tq=0.2", "application/json"),
    Choice("text/html;q=0.1;q=1, application/json;q=0.2", "application/json"),
    Choice("text/html;q=1., application/json;q=0.999", "text/html"),
    Choice("text/html;q=1.0000, application/json;q=0.1", "application/json"),
    Choice("text/html;q=\"1\", application/json;q=0.1", "application/json"),
    Choice("text/html;q=\u{661}, application/json;q=0.1", "application/json"),
    Choice("text/html;q=-1, application/json;q=0.1", "application/json"),
    Choice("text/html;q=1e0, application/json;q=0.1", "application/json"),
    Choice("text/html;q=.9, application/json;q=0.1", "application/json"),
    Choice("text/html; q = 0.1, application/json;q=0.2", "text/html"),
    Choice("text/html;q=+1, */*;q=0.1", "application/json"),
    Choice("text/html;q=0.0001, */*;q=0.1", "application/json"), Choice("text/html;q=1.001, */*;q=0.1", "application/json"),
    Choice("text/html;q=1.000, application/json", "text/html"),
    Choice("text/html;q=., application/json;q=0.1", "application/json"),
    Choice("text/html;q=0.001, application/json;q=0.002", "application/json"),
    Choice("text/html;q=0., application/json;q=0.1", "application/json"),
    Choice("text/html;q=, application/json;q=0.1", "application/json"),
    Choice("text/html;q=2, application/json;q=0.1", "application/json"),
    Choice("*", nil), Choice("*/html", nil), Choice("/*", nil), Choice("tex/*", nil), Choice("text/*x", nil),
    Choice("te*/*", nil),
    Choice("text/h*", nil), Choice("text", nil), Choice("text/html\u{301}", nil),
    Choice("text/html \u{301}", nil), Choice("*/*\u{301}, application/json", "application/json"),
  ])
  func `The type the client likes best is chosen`(_ choice: Choice) throws {
    let request = try request(to: "/", "Accept: \(choice.field)")
    #expect(request.preferredType(among: ["text/html", "application/json"]) == choice.chosen)
  }

  @Test func `Without Accept every type is taken`() throws {
    #expect(try request(to: "/").preferredType(among: ["text/html", "application/json"]) == "text/html")
    #expect(try request(to: "/").accepts("image/png"))
  }

  @Test func `Letters that Unicode folds to ASCII are others`() throws {
    let kelvin = try request(to: "/", "Accept: text/\u{212a}elvin", "Connection: \u{212a}eep-alive")
    #expect(!kelvin.accepts("text/kelvin"))
    #expect(!kelvin.accepts("text/Kelvin"))
  }

  @Test(arguments: [
    Choice("ru", "ru"), Choice("en", "en"), Choice("RU", "ru"), Choice("ru-RU", "ru"), Choice("ru-Cyrl-RU", "ru"),
    Choice("rus", nil),
    Choice("de", nil), Choice("*", "ru"), Choice("en, *;q=0.5", "en"), Choice("de, *;q=0.1", "ru"), Choice("ru;q=0, *", "en"),
    Choice("en-US,en;q=0.9,ru;q=0.8", "en"), Choice("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "ru"),
    Choice("de-DE,de;q=0.9,en;q=0.3", "en"), Choice("ru;q=0.4, en;q=0.5", "en"), Choice("ru-RU;q=0.1, ru;q=0.9, en;q=0.5", "ru"),
    Choice("ru;q=0.5, ru-RU;q=0, en;q=0.2", "ru"), Choice("en;q=0", nil), Choice("", nil), Choice("ru\u{301}", nil),
    Choice("*;q=0", nil), Choice("e", nil), Choice("en_US", nil),
  ])
  func `The language the client reads best is chosen`(_ choice: Choice) throws {
    let request = try request(to: "/", "Accept-Language: \(choice.field)")
    #expect(request.preferredLanguage(among: ["ru", "en"]) == choice.chosen)
  }

  @Test func `Without Accept-Language no language is preferred`() throws {
    #expect(try request(to: "/").preferredLanguage(among: ["ru", "en"]) == nil)
  }

  @Test(arguments: [
    Answer("application/json", true), Answer("Application/JSON", true), Answer("application/json; charset=utf-8", true),
    Answer("application/json;charset=\"UTF-8\"", true), Answer("application/json;a=b", true), Answer("application/json;", true),
    Answer("application/json ; charset=utf-8", true), Answer("application/json;a=\"b;charset=x\"", true),
    Answer("application/json;charset=", false),
    Answer("application/json;a=\"b\\\";charset=x\"", true), Answer("application/json;charset=utf-8;charset=x", false),
    Answer("application/json;charset=utf-8\u{301}", false), Answer("application/json;charset=utf\u{2011}8", false),
    Answer("application/json; charset=latin1", false),
    Answer("text/json", false), Answer("application/problem+json", false), Answer("", false), Answer("application/jsonx", false),
    Answer("application/json, text/plain", false), Answer("application/json\u{301}", false),
  ])
  func `A body is JSON by its type`(_ answer: Answer) throws {
    #expect(try request(to: "/", "Content-Type: \(answer.field)").hasJSONBody == answer.holds)
  }

  @Test func `A body of no type is taken for JSON`() throws {
    #expect(try request(to: "/").hasJSONBody)
  }
}
