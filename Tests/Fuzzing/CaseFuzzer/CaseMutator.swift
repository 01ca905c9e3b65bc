import SeededRandom

/// Changes a case here and there so that it stays one, more or less.
struct CaseMutator {
  private let vocabulary: CaseVocabulary
  private var random: SeededGenerator

  init(vocabulary: CaseVocabulary, random: SeededGenerator) {
    (self.vocabulary, self.random) = (vocabulary, random)
  }

  mutating func mutated(_ tree: Tree) -> Tree {
    var tree = tree
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      var target = Int.random(in: 0..<Self.count(tree), using: &random)
      tree = changed(tree, in: "", &target)
    }
    return tree
  }

  private static func count(_ tree: Tree) -> Int {
    switch tree {
    case .null, .boolean, .number, .string: 1
    case .array(let elements): elements.reduce(1) { $0 + count($1) }
    case .object(let members): members.reduce(1) { $0 + count($1.value) }
    }
  }

  /// Changes the value that is the `target`th in the order of the text; `name` is the member it stands in.
  private mutating func changed(_ tree: Tree, in name: String, _ target: inout Int) -> Tree {
    target -= 1
    if target == -1 { return change(tree, in: name) }
    switch tree {
    case .null, .boolean, .number, .string: return tree
    case .array(var elements):
      for index in elements.indices where target >= 0 { elements[index] = changed(elements[index], in: name, &target) }
      return .array(elements)
    case .object(var members):
      for index in members.indices where target >= 0 {
        members[index].value = changed(members[index].value, in: members[index].name, &target)
      }
      return .object(members)
    }
  }

  private mutating func change(_ tree: Tree, in name: String) -> Tree {
    if random.chance(0.08) { return junk(like: tree) }
    switch tree {
    case .array(let elements) where random.chance(0.8): return .array(changed(elements, in: name))
    case .object(let members) where random.chance(0.8): return .object(changed(members, in: name))
    case .array: return vocabulary.value(of: name, using: &random) ?? junk(like: tree)
    case .object: return (name.isEmpty ? nil : vocabulary.element(of: name, using: &random)) ?? tree
    default:
      let isElement = random.chance(0.5)
      let value =
        isElement ? vocabulary.element(of: name, using: &random) : vocabulary.value(of: name, using: &random)
      return value ?? junk(like: tree)
    }
  }

  private mutating func changed(_ elements: [Tree], in name: String) -> [Tree] {
    var elements = elements
    let place = Int.random(in: 0...elements.count, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: if let element = vocabulary.element(of: name, using: &random) { elements.insert(element, at: place) }
    case 1: if place < elements.count { elements.remove(at: place) }
    case 2: if let element = elements.randomElement(using: &random) { elements.insert(element, at: place) }
    default: elements.shuffle(using: &random)
    }
    return elements
  }

  private mutating func changed(_ members: [Tree.Member], in name: String) -> [Tree.Member] {
    var members = members
    if random.chance(0.3), let index = members.indices.randomElement(using: &random) {
      members.remove(at: index)
      return members
    }
    guard let added = vocabulary.members[name]?.randomElement(using: &random) else { return members }
    guard let value = vocabulary.value(of: added, using: &random) ?? vocabulary.element(of: name, using: &random) else {
      return members
    }
    members.removeAll { $0.name.utf8.elementsEqual(added.utf8) }
    members.insert(Tree.Member(name: added, value: value), at: Int.random(in: 0...members.count, using: &random))
    return members
  }

  /// What hardly belongs there.
  private mutating func junk(like tree: Tree) -> Tree {
    if case .string(let text) = tree, random.chance(0.6) {
      switch Int.random(in: 0..<4, using: &random) {
      case 0: return .string(text.uppercased())
      case 1: return .string(text + text)
      case 2: return .string(String(text.dropLast()))
      // Equal to the letter as Unicode compares text.
      default: return .string(text.replacing("K", with: "\u{212a}") + (random.chance(0.5) ? "\n" : ""))
      }
    }
    let all: [Tree] = [
      .null, .boolean(true), .boolean(false), .string(""), .string("\u{0}"), .string("~/"), .number("-1"), .number("0"),
      .number("1.0"), .number("9223372036854775807"), .number("1e99"), .number("0.000000000000000001"), .array([]), .object([]),
      .array([tree]), .array([tree, tree]), .object([Tree.Member(name: "name", value: tree)]),
    ]
    return all.randomElement(using: &random) ?? .null
  }
}
