import Testing

@testable import Knowledge

@Suite struct SHA256Tests {
  /// A message and its digest.
  struct Vector: CustomTestStringConvertible {
    let name: String
    let message: [UInt8]
    let digest: String

    var testDescription: String { name }
  }

  /// Source: NIST, examples with intermediate values of FIPS 180-4, and the vectors of SHAVS.
  private static let vectors = [
    Vector(name: "empty", message: [], digest: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    Vector(name: "abc", message: Array("abc".utf8), digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    Vector(
      name: "448 bits", message: Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
      digest: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
    Vector(
      name: "896 bits",
      message: Array(
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu".utf8),
      digest: "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"),
    Vector(
      name: "a million times a", message: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
      digest: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ]

  @Test(arguments: vectors)
  func `The digest is that of the standard`(_ vector: Vector) {
    var hash = SHA256()
    hash.update(vector.message)
    #expect(Self.hexadecimal(hash.finalized()) == vector.digest)
  }

  @Test(arguments: [1, 3, 63, 64, 65, 127])
  func `The digest does not depend on how the message is cut`(size: Int) {
    let message = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    var whole = SHA256()
    whole.update(message)
    var parts = SHA256()
    for start in stride(from: 0, to: message.count, by: size) {
      parts.update(Array(message[start..<min(start + size, message.count)]))
    }
    #expect(parts.finalized() == whole.finalized())
  }

  @Test func `Messages of every length around a block differ`() {
    let digests = (0...130).map { length in
      var hash = SHA256()
      hash.update([UInt8](repeating: 0, count: length))
      return hash.finalized()
    }
    #expect(Set(digests).count == 131)
    #expect(digests.allSatisfy { $0.count == 32 })
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
