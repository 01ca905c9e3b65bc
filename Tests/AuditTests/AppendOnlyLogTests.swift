import Dispatch
import Foundation
import Testing

@testable import Audit

@Suite struct AppendOnlyLogTests {
  let directory: URL

  init() throws {
    directory = FileManager.default.temporaryDirectory.appendingPathComponent("audit-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  private var path: String { directory.appendingPathComponent("log.jsonl").path }

  private func text(_ name: String = "log.jsonl") throws -> String {
    try String(contentsOf: directory.appendingPathComponent(name), encoding: .utf8)
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
  }

  private func append(_ text: String, to log: AppendOnlyLog) throws {
    try log.append(Array(text.utf8))
  }

  @Test(arguments: AppendOnlyLog.Flushing.allCases)
  func `Lines stand in the order they were appended, also after it was opened again`(flushing: AppendOnlyLog.Flushing) throws {
    for lines in [["one", "two"], ["three"]] {
      let log = try AppendOnlyLog(path: path, flushing: flushing)
      #expect(log.tornBytes == 0)
      for line in lines { try append(line, to: log) }
    }
    #expect(try text() == "one\ntwo\nthree\n")
  }

  @Test func `Only its owner may read it`() throws {
    let log = try AppendOnlyLog(path: path)
    try append("a", to: log)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test func `A line that was torn at any byte is cut off, and what was whole stays`() throws {
    let whole = "{\"a\":1}\n{\"b\":2}\n"
    let last = "{\"c\":\"три\"}\n"
    for count in 0..<last.utf8.count {
      try Data(Array(whole.utf8) + last.utf8.prefix(count)).write(to: URL(fileURLWithPath: path))
      let log = try AppendOnlyLog(path: path)
      #expect(log.tornBytes == count)
      try append("{\"d\":4}", to: log)
      #expect(try text() == whole + "{\"d\":4}\n")
    }
  }

  @Test(arguments: [65_535, 65_536, 65_537, 200_000])
  func `A torn line may be longer than what is read at a time`(count: Int) throws {
    for kept in ["", "whole\n"] {
      try Data((kept + String(repeating: "x", count: count)).utf8).write(to: URL(fileURLWithPath: path))
      #expect(try AppendOnlyLog(path: path).tornBytes == count)
      #expect(try text() == kept)
    }
  }

  @Test func `A second process is refused`() throws {
    let log = try AppendOnlyLog(path: path)
    #expect(throws: LogError.self) { try AppendOnlyLog(path: path) }
    try append("a", to: log)
    #expect(try text() == "a\n")
  }

  @Test func `It is put aside under a name with the time and begun anew, as often as one likes`() throws {
    let log = try AppendOnlyLog(path: path)
    for line in ["one", "two", "three"] {
      try append(line, to: log)
      try log.rotate()
    }
    try append("four", to: log)
    let aside = try names().filter { $0 != "log.jsonl" }
    #expect(aside.count == 3)
    #expect(try Set(aside.map { try text($0) }) == ["one\n", "two\n", "three\n"])
    #expect(try text() == "four\n")
  }

  @Test func `When somebody else put it aside a new one is begun and theirs is left`() throws {
    let log = try AppendOnlyLog(path: path)
    try append("one", to: log)
    try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
    try log.rotate()
    try append("two", to: log)
    #expect(try [text("log.jsonl.1"), text()] == ["one\n", "two\n"])
  }

  @Test func `No file is longer than its limit unless a single line is, and none is lost`() throws {
    let log = try AppendOnlyLog(path: path, mostBytes: 100)
    for number in 0..<20 { try append("line \(number) " + String(repeating: "x", count: 30), to: log) }
    try append(String(repeating: "y", count: 300), to: log)
    let lines = try names().flatMap { try text($0).split(separator: "\n") }
    #expect(lines.count == 21)
    for name in try names() {
      let content = try text(name)
      #expect(content.utf8.count <= 100 || content.split(separator: "\n").count == 1)
    }
  }

  @Test func `Threads that append at a time do not mix`() throws {
    let log = try AppendOnlyLog(path: path, flushing: .never)
    let line = String(repeating: "a", count: 1000)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<50 { try? log.append(Array(line.utf8)) }
    }
    #expect(try text() == String(repeating: line + "\n", count: 400))
  }

  @Test func `A log that cannot be written says so`() throws {
    #expect(throws: LogError.self) { try AppendOnlyLog(path: directory.appendingPathComponent("none/log").path) }
    #expect(throws: LogError.self) { try AppendOnlyLog(path: directory.path) }
    // The device takes no byte.
    if FileManager.default.fileExists(atPath: "/dev/full") {
      let log = try AppendOnlyLog(path: "/dev/full", flushing: .never)
      #expect(throws: LogError.self) { try log.append([1]) }
    }
  }
}
