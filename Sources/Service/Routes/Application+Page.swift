import Decision
import HTTP
import Knowledge

extension Application {
  /// The page for people; which part of it is shown stands in the fragment, which nobody sends.
  func page(_ request: Request) -> Response {
    representation(of: request, as: "text/html") { language throws(QueryError) in
      try request.query.allowOnly(["lang"])
      return settings.web.document[language].page
    }
  }

  /// A module, style or picture of the page.
  func asset(_ request: Request, name: String) -> Response {
    guard let found = settings.web.assets[name] else {
      let suggestion =
        Spelling.nearest(to: name, among: settings.web.assets.keys.sorted()).map { "; did you mean `\($0)`?" } ?? ""
      return Problem.response(.notFound, "there is nothing at `\(request.path)`\(suggestion)", instance: request.path)
    }
    return file(request, found)
  }

  /// Hazard ratios as a picture.
  func forestPlot(_ request: Request) -> Response {
    let edition = current
    let knowledge = edition.engine.knowledge
    return representation(of: request, as: "image/svg+xml") { language throws(QueryError) in
      let plot = ForestPlot(try ForestQuery(request.query, in: knowledge), in: knowledge, language)
      return Page(
        Array(plot.svg().utf8), type: "image/svg+xml", language: language,
        entityTag: edition.tags.tag(for: request.target, language),
        fields: [("Content-Security-Policy", WebPage.picturePolicy)])
    }
  }
}
