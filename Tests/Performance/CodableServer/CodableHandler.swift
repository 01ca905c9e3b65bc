import AnswerModels
import Foundation
import HTTP

/// Reads the request and writes the answer with Foundation's coders, and decides nothing.
struct CodableHandler: Sendable {
  let answer: AnswerModel
  private let decoder = JSONDecoder()
  private let encoder: JSONEncoder

  init(answerFile: String) throws {
    answer = try decoder.decode(AnswerModel.self, from: Data(contentsOf: URL(filePath: answerFile)))
    encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
  }

  func respond(to request: Request) -> Response {
    do {
      // The model whose findings are members: Foundation reads it faster than one that finds out what a value is.
      let asked = try decoder.decode(FixedRequestModel.self, from: Data(request.body))
      guard asked.disease == answer.disease else { return problem(.unprocessableContent, "only Case 7 is answered") }
      var response = Response(status: .ok, body: Array(try encoder.encode(answer)))
      response.fields.append("Content-Type", "application/json")
      return response
    } catch {
      return problem(.badRequest, "\(error)")
    }
  }

  func problem(_ status: Status, _ reason: String) -> Response {
    Response(status: status, body: Array(reason.utf8))
  }
}
