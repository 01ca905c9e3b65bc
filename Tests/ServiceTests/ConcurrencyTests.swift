import Clinical
import Decision
import Dispatch
import Knowledge
import KnowledgeTests
import Synchronization
import Testing

@testable import HTTP
@testable import Service

/// Threads that ask one service at a time when its knowledge is replaced. What is wrong here is seen best under ThreadSanitizer.
@Suite struct ConcurrencyTests {
  private static let targets = [
    "/trials", "/trials?limit=1", "/drugs?lang=ru", "/regimens", "/references", "/diseases/example-disease", "/vocabulary",
    "/cases", "/", "/app/main.js", "/plots/forest.svg", "/readyz",
  ]

  private static func request(_ text: String) throws -> Request {
    var parser = RequestParser(limits: Limits())
    var input = Array(text.utf8)[...]
    guard case .request(let request) = try parser.parse(&input) else { throw RequestError.malformedRequestLine }
    return request
  }

  private static func application() throws -> Application {
    let file = StaticFile(Array("text".utf8), mediaType: "text/plain")
    let settings = Application.Settings(
      openAPI: file, web: try WebPage(at: RealKnowledge.directory.path + "/web"), today: { SampleService.today })
    return Application(engine: DecisionEngine(knowledge: try SampleKnowledge.knowledge()), settings: settings)
  }

  @Test func `Answers are the same from every thread, also while the knowledge is replaced`() throws {
    let application = try Self.application()
    let router = application.router()
    let body = SampleService.standard
    let requests =
      try Self.targets.map { try Self.request("GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n") } + [
        try Self.request(
          "POST /recommend HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
      ]
    let knowledge = try SampleKnowledge.knowledge()
    let expected = try Self.application().router()
    let answers = requests.map { Self.bytes(of: expected.respond(to: $0)) }
    let wrong = Mutex<Set<Int>>([])
    DispatchQueue.concurrentPerform(iterations: 4) { thread in
      for round in 0..<20 {
        if thread == 0 {
          application.replace(with: knowledge)
          if round % 2 == 0 { application.prepare() }
        }
        for index in requests.indices {
          let chosen = (index + thread * 3 + round) % requests.count
          if Self.bytes(of: router.respond(to: requests[chosen])) != answers[chosen] {
            wrong.withLock { _ = $0.insert(chosen) }
          }
        }
      }
    }
    #expect(wrong.withLock { $0 }.isEmpty)
    #expect(answers.allSatisfy { $0.starts(with: [2]) })
  }

  /// The status, reduced to its first digit, and the body.
  private static func bytes(of response: Response) -> [UInt8] {
    [UInt8(response.status.code / 100)] + response.body
  }
}
