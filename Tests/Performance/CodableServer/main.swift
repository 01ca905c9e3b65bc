import Dispatch
import Foundation
import HTTP

// Answers Case 7 with Foundation's coders on NextLine's own event loops:
//
//   CodableServer BODY
//
// BODY is a file with the answer. Nothing is decided here, so what a request costs is HTTP, JSONDecoder and JSONEncoder. The
// address is printed on standard error.

guard CommandLine.arguments.count == 2 else {
  FileHandle.standardError.write(Data("usage: CodableServer BODY\n".utf8))
  exit(2)
}
let handler = try CodableHandler(answerFile: CommandLine.arguments[1])
var configuration = ServerConfiguration()
configuration.port = 0
configuration.loops = ProcessInfo.processInfo.activeProcessorCount
let server = try Server(
  configuration: configuration,
  handlers: ServerHandlers(
    respond: { [handler] in handler.respond(to: $0) }, refuse: { [handler] in handler.problem($0.status, $0.description) }))
let address = try server.start()
FileHandle.standardError.write(Data("CodableServer listens on \(address)\n".utf8))
dispatchMain()
