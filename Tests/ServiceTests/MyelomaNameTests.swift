import Clinical
import Decision
import Foundation
import Knowledge
import Testing

@testable import Service

/// The names haematologists write, each with the one thing it means.
@Suite struct MyelomaNameTests {
  struct Entry: Decodable, CustomTestStringConvertible, Sendable {
    let kind: String
    let id: String
    let names: [String]

    var testDescription: String { "\(kind) \(id)" }

    static let all: [Entry] = {
      guard let url = Bundle.module.url(forResource: "Data/Names/myeloma", withExtension: "json"),
        let data = try? Data(contentsOf: url), let entries = try? JSONDecoder().decode([Entry].self, from: data)
      else { preconditionFailure("the names cannot be read") }
      return entries
    }()
  }

  /// What a name comes to in a myeloma case.
  private func id(of name: String, kind: String) -> String? {
    let knowledge = RealKnowledge.engine.knowledge
    if kind == "drug" {
      guard case .one(let id) = knowledge.drugNames[name: name] else { return nil }
      return id.text
    }
    let names = knowledge.regimenNames(for: name, of: DiseaseID("multiple-myeloma"))
    guard case .one(let id) = names[name: name] else { return nil }
    return id.text
  }

  @Test(arguments: Entry.all)
  func `Every name means one thing, in any case of letters`(entry: Entry) {
    for name in entry.names {
      #expect(id(of: name, kind: entry.kind) == entry.id, "\(name)")
      #expect(id(of: name.uppercased(), kind: entry.kind) == entry.id, "\(name.uppercased())")
    }
  }

  @Test(arguments: Entry.all.filter { $0.kind == "drug" })
  func `A Russian name in any grammatical case is the same drug`(entry: Entry) {
    let words = entry.names.filter { name in name.allSatisfy { ("а"..."я").contains($0) } && name.hasSuffix("б") }
    for word in words {
      for ending in ["а", "у", "ом", "е"] { #expect(id(of: word + ending, kind: "drug") == entry.id, "\(word + ending)") }
    }
  }

  @Test(arguments: Entry.all.filter { $0.kind == "drug" })
  func `Latin letters that look Cyrillic change nothing`(entry: Entry) {
    let alike: [Character: Character] = ["а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x"]
    for name in entry.names {
      #expect(id(of: String(name.map { alike[$0] ?? $0 }), kind: "drug") == entry.id, "\(name)")
    }
  }

  @Test(arguments: ["V", "P", "D", "C", "E", "I", "S", "K", "R", "T", "B", "M", "A", "В", "Д"])
  func `A single letter is never guessed`(letter: String) {
    #expect(id(of: letter, kind: "drug") == nil)
  }
}
