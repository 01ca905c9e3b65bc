import Clinical
import JSON
import Knowledge

/// The components of a genomic observation.
struct VariantParts {
  /// Findings of genes.
  private(set) var genes: [Int] = []
  private(set) var unknownGenes: [String] = []
  /// `germline`, `somatic`; `nil`: not said, or not understood.
  private(set) var origin: RecordConcept?
  private(set) var significance: RecordConcept?
  private(set) var hasSignificance = false
  /// Whether it is of one certain variant.
  private(set) var isNamed = false
  private(set) var hasUnknownParts = false

  init(_ observation: JSONValue, index: CodeIndex, knowledge: KnowledgeBase) {
    for component in observation.list("component") {
      guard let code = CodedText(component.member("code")) else {
        hasUnknownParts = true
        continue
      }
      let value = component.fhirValue.flatMap { CodedText($0.value) }
      switch index.meanings(code, in: index.concepts) {
      case [.geneStudied]:
        let found = value.map { Self.genes($0, index, knowledge) } ?? []
        if found.isEmpty { unknownGenes.append(value?.label ?? "gene") }
        for gene in found where !genes.contains(gene) { genes.append(gene) }
        if found.count > 1 { hasUnknownParts = true }
      case [.origin]:
        let found = value.map { index.concepts($0) } ?? []
        origin = found.count == 1 ? found[0] : nil
      case [.significance]:
        hasSignificance = true
        let found = value.map { index.concepts($0) } ?? []
        significance = found.count == 1 ? found[0] : nil
      case [.namedVariant]: isNamed = true
      case [.variantText], [.variantDetail]: break
      default: hasUnknownParts = true
      }
    }
  }

  /// By code; by the gene's symbol where there is none.
  private static func genes(_ value: CodedText, _ index: CodeIndex, _ knowledge: KnowledgeBase) -> [Int] {
    var found = index.meanings(value, in: index.findings).map(\.finding).filter(index.geneFindings.contains)
    let isCoded = value.codings.contains { !index.keys(of: $0).isEmpty }
    for word in value.words {
      guard let position = knowledge.vocabulary.position(of: FindingID(word)), index.geneFindings.contains(position) else {
        continue
      }
      // A symbol beside the code of another gene: both may be meant.
      if !found.contains(position), !isCoded || !found.isEmpty { found.append(position) }
    }
    return found.count > 1 ? [] : found
  }
}

/// Words of a karyotype.
enum Karyotype {
  /// The parts of ISCN and names in an observation's components.
  static func parts(ofComponents observation: JSONValue, _ index: CodeIndex) -> [String] {
    var texts: [String] = []
    for component in observation.list("component") {
      guard let code = CodedText(component.member("code")), index.meanings(code, in: index.concepts) == [.variantText] else {
        continue
      }
      guard let (_, value) = component.fhirValue else { continue }
      if let string = value.string { texts.append(string) }
      if let concept = CodedText(value) { texts += concept.words + concept.codings.compactMap(\.code) }
    }
    return parts(of: texts)
  }

  /// The parts, small and without spaces; commas separate parts outside parentheses.
  static func parts(of texts: [String]) -> [String] {
    texts.filter { $0.utf8.count <= 4000 }.flatMap(parts)
  }

  private static func parts(_ text: String) -> [String] {
    var (parts, part, depth): ([String], [UInt8], Int) = ([], [], 0)
    func endPart() {
      let name = part.starts(with: "nucish".utf8) ? part.dropFirst(6) : part[...]
      parts.append(String(decoding: name, as: UTF8.self))
      part.removeAll(keepingCapacity: true)
    }
    for byte in FoldedName.smallWithoutSpaces(text).utf8 {
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") { depth -= 1 }
      if byte == UInt8(ascii: ","), depth <= 0 { endPart() } else { part.append(byte) }
    }
    endPart()
    return parts
  }

  /// How a part begins that names an abnormality.
  struct Beginning: Sendable {
    fileprivate let wanted: [UInt8]

    init(_ text: String) {
      wanted = Array(FoldedName.smallWithoutSpaces(text).utf8)
    }

    /// Whether a part is what this names; what comes before it, as in "no del(17p)", is not overlooked.
    func begins(_ token: String) -> Bool {
      guard token.utf8.starts(with: wanted) else { return false }
      guard let next = token.utf8.dropFirst(wanted.count).first else { return true }
      // After a whole name only its details may come, not more letters.
      let (open, close) = (UInt8(ascii: "("), UInt8(ascii: ")"))
      return wanted.last == open || wanted.contains(open) && wanted.last != close || "([;.".utf8.contains(next)
    }
  }

  /// The first two bytes of all beginnings.
  struct Starts: Sendable {
    /// What is left out of a part's beginning may be there.
    private var pairs: [UInt16] = [Self.pair(UInt8(ascii: "n"), UInt8(ascii: "u"))]
    private let areShort: Bool

    init(_ beginnings: [Beginning]) {
      areShort = beginnings.contains { $0.wanted.count < 2 }
      for wanted in beginnings.map(\.wanted) where wanted.count >= 2 {
        let pair = Self.pair(wanted[0], wanted[1])
        if !pairs.contains(pair) { pairs.append(pair) }
      }
    }

    private static func pair(_ first: UInt8, _ second: UInt8) -> UInt16 { UInt16(first) << 8 | UInt16(second) }

    /// Whether a part of a text may begin so. Also where parentheses would keep it from being a part.
    func mayBegin(_ text: String) -> Bool {
      if areShort { return true }
      var (first, isDecided): (UInt8?, Bool) = (nil, false)
      let utf8 = text.utf8.span
      for index in utf8.indices {
        let byte = utf8[index]
        switch byte {
        case 0x80...: return true
        case UInt8(ascii: ","): (first, isDecided) = (nil, false)
        case 0x09...0x0d, 0x20: break
        default:
          if isDecided { continue }
          let small = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
          guard let start = first else {
            first = small
            continue
          }
          if pairs.contains(Self.pair(start, small)) { return true }
          isDecided = true
        }
      }
      return false
    }
  }
}
