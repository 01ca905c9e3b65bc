import JSON
import Testing

struct NumberCase: CustomTestStringConvertible, Sendable {
  let text: String
  let significand: Int64
  let scale: Int
  let description: String

  init(_ text: String, _ significand: Int64, _ scale: Int, _ description: String) {
    (self.text, self.significand, self.scale, self.description) = (text, significand, scale, description)
  }

  var testDescription: String { text }
}

@Suite struct JSONNumberTests {
  static let table: [NumberCase] = [
    NumberCase("0", 0, 0, "0"), NumberCase("-0", 0, 0, "0"), NumberCase("0.00", 0, 2, "0.00"), NumberCase("-0.0", 0, 1, "0.0"),
    NumberCase("0e5", 0, 0, "0"), NumberCase("0e-2", 0, 2, "0.00"), NumberCase("0e-99", 0, 18, "0.000000000000000000"),
    NumberCase("0E99999999999999999999", 0, 0, "0"),
    NumberCase("1", 1, 0, "1"), NumberCase("-1", -1, 0, "-1"), NumberCase("10", 10, 0, "10"), NumberCase("100", 100, 0, "100"),
    NumberCase("1.10", 110, 2, "1.10"), NumberCase("1.1", 11, 1, "1.1"), NumberCase("-1.10", -110, 2, "-1.10"),
    NumberCase("0.05", 5, 2, "0.05"), NumberCase("-0.05", -5, 2, "-0.05"), NumberCase("0.50", 50, 2, "0.50"),
    NumberCase("12.0", 120, 1, "12.0"), NumberCase("273.15", 27315, 2, "273.15"),
    NumberCase("1000.001", 1_000_001, 3, "1000.001"),
    NumberCase("1e3", 1000, 0, "1000"), NumberCase("1E+3", 1000, 0, "1000"), NumberCase("1.5e1", 15, 0, "15"),
    NumberCase("1.50e1", 150, 1, "15.0"), NumberCase("1.5e-3", 15, 4, "0.0015"), NumberCase("15e-1", 15, 1, "1.5"),
    NumberCase("1e007", 10_000_000, 0, "10000000"), NumberCase("10e-19", 1, 18, "0.000000000000000001"),
    NumberCase("0.000000000000000001", 1, 18, "0.000000000000000001"),
    NumberCase("0.0000000000000000010", 1, 18, "0.000000000000000001"),
    NumberCase("999999999999999999", 999_999_999_999_999_999, 0, "999999999999999999"),
    NumberCase("0.999999999999999999", 999_999_999_999_999_999, 18, "0.999999999999999999"),
    NumberCase("-0.999999999999999999", -999_999_999_999_999_999, 18, "-0.999999999999999999"),
    NumberCase("1.00000000000000000", 100_000_000_000_000_000, 17, "1.00000000000000000"),
    NumberCase("1e18", 1_000_000_000_000_000_000, 0, "1000000000000000000"),
    NumberCase("9223372036854775807", .max, 0, "9223372036854775807"),
    NumberCase("-9223372036854775808", .min, 0, "-9223372036854775808"),
    NumberCase("-9.223372036854775808", .min, 18, "-9.223372036854775808"),
  ]

  @Test(arguments: table)
  func `A number keeps its digits`(_ number: NumberCase) throws {
    let read = try #require(JSONNumber(parsing: number.text))
    #expect(read.significand == number.significand)
    #expect(read.scale == number.scale)
    #expect(read.description == number.description)
  }

  @Test(arguments: table)
  func `A number is the same within a document`(_ number: NumberCase) throws {
    let value = try parse("[\(number.text)]").elements.first { _ in true }
    #expect(value?.number?.description == number.description)
    #expect(value?.rawNumber == number.text)
  }

  @Test(arguments: table)
  func `A number written and read again is the same`(_ number: NumberCase) throws {
    let read = try #require(JSONNumber(parsing: number.text))
    let again = try #require(JSONNumber(parsing: read.description))
    #expect(again.significand == read.significand)
    #expect(again.scale == read.scale)
  }

  @Test(arguments: [
    "9223372036854775808", "-9223372036854775809", "123456789012345678901", "1e19", "-1e400", "1e99999999999999999999",
    "0.0000000000000000001", "1e-19", "1.5e-18", "1e-99999999999999999999", "1.0000000000000000000000",
  ])
  func `A number that does not fit is nil`(text: String) throws {
    #expect(JSONNumber(parsing: text) == nil)
    #expect(try parse(text).number == nil)
    #expect(try parse(text).rawNumber == text)
  }

  @Test(arguments: ["", " ", "-", "+1", "01", "1.", ".5", "1e", "1e+", "1 ", " 1", "1,5", "0x1", "NaN", "Infinity", "1_0", "١"])
  func `What is no number is nil`(text: String) {
    #expect(JSONNumber(parsing: text) == nil)
  }

  @Test(arguments: [
    ("1.10", "1.1"), ("0", "-0.000"), ("1e2", "100"), ("100.0", "1E2"), ("-5e-1", "-0.50"),
    ("1", "1.000000000000000000"), ("-9", "-9.000000000000000000"),
  ])
  func `Numbers of one value are equal and hash alike`(left: String, right: String) throws {
    let left = try #require(JSONNumber(parsing: left))
    let right = try #require(JSONNumber(parsing: right))
    #expect(left == right)
    #expect(left.hashValue == right.hashValue)
    #expect(!(left < right) && !(right < left))
  }

  @Test func `Numbers are ordered by value`() throws {
    let ascending = [
      "-9223372036854775808", "-10", "-9.99", "-1", "-0.999999999999999999", "-0.1", "0", "0.000000000000000001", "0.09", "0.1",
      "0.11", "0.999999999999999999", "1", "1.0001", "9.99", "10", "9223372036854775806", "9223372036854775807",
    ].compactMap(JSONNumber.init(parsing:))
    #expect(ascending.count == 18)
    for left in ascending.indices {
      for right in ascending.indices {
        #expect((ascending[left] < ascending[right]) == (left < right))
        #expect((ascending[left] == ascending[right]) == (left == right))
      }
    }
  }

  @Test(
    arguments: [
      ("5", 5), ("5.0", 5), ("-5.000", -5), ("5e2", 500), ("0.00", 0), ("5.5", nil), ("0.1", nil), ("9223372036854775807", .max),
      ("-9223372036854775808", .min), ("-9.223372036854775808", nil),
    ] as [(String, Int?)])
  func `An integer is a number without a fraction`(text: String, integer: Int?) throws {
    #expect(try #require(JSONNumber(parsing: text)).integer == integer)
  }

  @Test(arguments: [-1, 19, .max, .min])
  func `A scale out of range is refused`(scale: Int) {
    #expect(JSONNumber(significand: 1, scale: scale) == nil)
  }

  @Test(arguments: [0, 1, -1, 42, .max, .min])
  func `An integer becomes a number`(integer: Int) {
    #expect(JSONNumber(integer).integer == integer)
    #expect(JSONNumber(integer).scale == 0)
    #expect(JSONNumber(integer).description == "\(integer)")
  }
}
