import Clinical
import Testing

@Suite struct CalendarDateTests {
  @Test(arguments: [
    "1970-01-01", "2000-02-29", "2024-02-29", "2026-12-31", "1800-01-01", "2200-12-31", "2026-04-30", "2026-03", "1999-12",
  ])
  func `A date of the calendar is read and written alike`(_ text: String) throws {
    #expect(try #require(CalendarDate(text)).description == text)
  }

  @Test(arguments: [
    "", "2026", "2026-13", "2026-00", "2026-00-10", "2026-02-30", "2025-02-29", "1900-02-29", "2100-02-29", "2026-04-31",
    "2026-01-00", "2026-01-32", "1799-12-31", "2201-01-01", "2026-1-1", "26-01-01", "2026/01/01", "2026-01/01", "2026-01-1a",
    "2026-01-01T00:00:00Z", "+026-01-01", " 2026-01-01", "２０２６-01",
  ])
  func `What is no date is refused`(_ text: String) {
    #expect(CalendarDate(text) == nil)
  }

  @Test(arguments: [(1900, 28), (2000, 29), (2023, 28), (2024, 29), (2100, 28), (2200, 28)])
  func `February has 29 days in leap years only`(year: Int, days: Int) throws {
    let february = try #require(CalendarDate(year: year, month: 2, day: nil))
    #expect(february.days.count == days)
    #expect((CalendarDate(year: year, month: 2, day: 29) != nil) == (days == 29))
  }

  @Test(arguments: [
    ("1970-01-01", 0), ("1969-12-31", -1), ("1970-01-02", 1), ("2000-01-01", 10_957), ("2000-02-29", 11_016),
    ("2000-03-01", 11_017), ("2024-02-29", 19_782), ("2038-01-19", 24_855), ("1900-01-01", -25_567), ("1800-01-01", -62_091),
  ])
  func `Days count from 1970`(text: String, days: Int) throws {
    #expect(try #require(CalendarDate(text)).days == days...days)
  }

  @Test func `A month is all its days`() throws {
    #expect(try #require(CalendarDate("2026-02")).days == 20_485...20_512)
  }

  @Test func `Every day from 1800 to 2200 comes back from its number`() throws {
    let first = try #require(CalendarDate("1800-01-01")).days.lowerBound
    let last = try #require(CalendarDate("2200-12-31")).days.lowerBound
    var previous = ""
    for days in first...last {
      let date = try #require(CalendarDate(daysSinceEpoch: days))
      guard date.days == days...days, CalendarDate(date.description) == date, previous < date.description else {
        Issue.record("\(date) is not day \(days)")
        return
      }
      previous = date.description
    }
  }

  @Test func `Days outside 1800 to 2200 are no dates`() throws {
    let first = try #require(CalendarDate("1800-01-01")).days.lowerBound
    let last = try #require(CalendarDate("2200-12-31")).days.lowerBound
    #expect(CalendarDate(daysSinceEpoch: first - 1) == nil)
    #expect(CalendarDate(daysSinceEpoch: last + 1) == nil)
  }
}
