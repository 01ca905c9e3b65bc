import Clinical
import Decision
import Knowledge

/// Hazard ratios on a logarithmic axis as SVG, readable by itself: in a slide, an `img` or a page that colours it by its classes.
struct ForestPlot {
  private let rows: [ForestRow]
  private let layout: ForestQuery.Layout
  private let language: Language
  private let heading: String
  /// Of what it is a part: a disease, a regimen; empty when it is of all.
  private let scope: String
  private let renderer: Renderer

  init(_ query: ForestQuery, in knowledge: KnowledgeBase, _ language: Language) {
    rows = ForestRow.rows(for: query, in: knowledge, language)
    layout = query.layout
    self.language = language
    renderer = Renderer(knowledge: knowledge, language: language)
    heading = ForestWords.heading(Phrases.measure(query.endpoint)[language])[language]
    scope = [
      query.disease.flatMap { knowledge.diseases[$0]?.name[language] },
      query.regimen.flatMap { knowledge.regimens[$0]?.name[language] },
    ].compactMap(\.self).joined(separator: ": ")
  }

  // The sizes that a layout gives, in user units.
  private var isWide: Bool { layout == .wide }
  private var width: Double { isWide ? 960 : 360 }
  private var margin: Double { isWide ? 20 : 10 }
  private var plotStart: Double { isWide ? 452 : margin }
  private var plotEnd: Double { isWide ? 800 : width - margin }
  private var step: Double { isWide ? 38 : 76 }

  private static let ink = "#16202a"
  private static let soft = "#55616d"
  private static let accent = "#0b5f63"

  func svg() -> String {
    let values = rows.flatMap { row in
      [row.estimate, row.interval?.lowerBound, row.interval?.upperBound].compactMap(\.self).filter(\.isFinite)
    }
    let axis = LogarithmicAxis(showing: values, from: plotStart, to: plotEnd)
    var body = SVGWriter()
    body.element(
      "text", ["class": "fp-title", "x": coordinate(margin), "y": "28", "font-size": isWide ? "17" : "15", "font-weight": "600"],
      words: heading)
    text(cut(scope, isWide ? 120 : 48), "fp-scope", x: margin, y: 47, into: &body)
    var y = scope.isEmpty ? 40.0 : 58.0
    if rows.isEmpty {
      y = wrapped(ForestWords.nothing[language], "fp-nothing", from: y + 20, into: &body)
    } else {
      y = lines(axis, from: y, into: &body)
    }
    for text in notes { y = wrapped(text, "fp-note", from: y + 20, into: &body) }
    return framed(body.text, height: y + 14)
  }

  /// What must be known to read the picture.
  private var notes: [String] {
    guard !rows.isEmpty else { return [] }
    return [
      ForestWords.notHeadToHead[language],
      [ForestWords.squares, rows.contains { $0.interval == nil } ? ForestWords.diamonds : nil].compactMap { $0?[language] }
        .joined(separator: " "),
    ]
  }

  private func framed(_ body: String, height: Double) -> String {
    var svg = SVGWriter()
    let size = (coordinate(width), coordinate(height))
    svg.element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(size.0) \(size.1)", "width": size.0, "height": size.1,
        "role": "group", "aria-labelledby": "fp-title fp-desc", "lang": language.rawValue, "fill": Self.ink,
        "font-family": "system-ui, sans-serif", "font-size": "13",
      ]
    ) { svg in
      svg.element("title", ["id": "fp-title"], words: scope.isEmpty ? heading : "\(heading). \(scope)")
      svg.element(
        "desc", ["id": "fp-desc"], words: (notes.isEmpty ? [ForestWords.nothing[language]] : notes).joined(separator: " "))
      svg.element("rect", ["class": "fp-paper", "width": size.0, "height": size.1, "fill": "#fff"])
      svg.append(body)
    }
    return svg.text
  }

  /// All lines with the axis behind them; gives where it ends.
  private func lines(_ axis: LogarithmicAxis, from top: Double, into svg: inout SVGWriter) -> Double {
    var lines = SVGWriter()
    var y = top + 30
    var heading = ""
    for row in rows {
      if row.heading != heading {
        heading = row.heading
        lines.element(
          "text",
          ["class": "fp-group", "x": coordinate(margin), "y": coordinate(y + 14), "font-weight": "600", "fill": Self.soft],
          words: heading)
        y += 26
      }
      lines.element("a", ["href": "/#/trials/\(row.trial.text)"]) { line in
        line.element("g", ["class": "fp-row"]) { draw(row, axis, at: y, into: &$0) }
      }
      y += step
    }
    let one = axis.place(of: 1)
    side(ForestWords.favoursFirst[language], "←", at: one - 8, isLeft: true, y: top + 16, into: &svg)
    side(ForestWords.favoursSecond[language], "→", at: one + 8, isLeft: false, y: top + 16, into: &svg)
    for tick in axis.ticks {
      let isOne = tick.whole == 1
      let x = coordinate(axis.place(of: tick.double))
      svg.element(
        "line",
        [
          "class": isOne ? "fp-one" : "fp-grid", "x1": x, "x2": x, "y1": coordinate(top + 26), "y2": coordinate(y + 4),
          "stroke": Self.ink, "stroke-opacity": isOne ? "0.7" : "0.12",
        ])
      svg.element(
        "text",
        ["class": "fp-tick", "x": x, "y": coordinate(y + 20), "text-anchor": "middle", "font-size": "12", "fill": Self.soft],
        words: renderer.number(tick))
    }
    svg.append(lines.text)
    svg.element(
      "text",
      [
        "class": "fp-axis", "x": coordinate((plotStart + plotEnd) / 2), "y": coordinate(y + 40), "text-anchor": "middle",
        "font-size": "12", "fill": Self.soft,
      ], words: ForestWords.axis[language])
    return y + 48
  }

  private func side(_ words: String, _ arrow: String, at x: Double, isLeft: Bool, y: Double, into svg: inout SVGWriter) {
    svg.element(
      "text",
      [
        "class": "fp-side", "x": coordinate(x), "y": coordinate(y), "text-anchor": isLeft ? "end" : "start", "font-size": "12",
        "fill": Self.soft,
      ], words: isLeft ? "\(arrow) \(words)" : "\(words) \(arrow)")
  }

  private func draw(_ row: ForestRow, _ axis: LogarithmicAxis, at y: Double, into svg: inout SVGWriter) {
    let details = [row.arms, row.population].compactMap(\.self).joined(separator: "; ")
    svg.element("title", [:], words: [row.name, row.size, details, row.ratio].joined(separator: ". "))
    // So that a pointer finds the line between its words too.
    svg.element(
      "rect",
      [
        "class": "fp-hit", "y": coordinate(y), "width": coordinate(width), "height": coordinate(step), "fill": "none",
        "pointer-events": "all",
      ])
    if isWide {
      text(row.name, "fp-name", x: margin, y: y + 17, into: &svg)
      text(cut(details, 74), "fp-detail", x: margin, y: y + 32, into: &svg)
      text(row.ratio, "fp-text", x: width - margin, y: y + 17, anchor: "end", into: &svg)
      text(row.size, "fp-size", x: width - margin, y: y + 32, anchor: "end", into: &svg)
      mark(row, axis, y: y + 19, into: &svg)
    } else {
      text(row.name, "fp-name", x: margin, y: y + 14, into: &svg)
      text(row.ratio, "fp-text", x: width - margin, y: y + 14, anchor: "end", into: &svg)
      text(cut(row.arms ?? row.population, 54), "fp-detail", x: margin, y: y + 30, into: &svg)
      text(
        cut([row.size, row.arms == nil ? "" : row.population].filter { !$0.isEmpty }.joined(separator: " · "), 54), "fp-size",
        x: margin, y: y + 45, into: &svg)
      mark(row, axis, y: y + 59, into: &svg)
    }
  }

  private func text(
    _ words: String, _ kind: String, x: Double, y: Double, anchor: String = "start", into svg: inout SVGWriter
  ) {
    let isSmall = kind == "fp-detail" || kind == "fp-size" || kind == "fp-scope"
    svg.element(
      "text",
      [
        "class": kind, "x": coordinate(x), "y": coordinate(y), "text-anchor": anchor, "font-size": isSmall ? "11.5" : "13",
        "font-weight": kind == "fp-name" ? "600" : "400", "fill": isSmall ? Self.soft : Self.ink,
      ], words: words)
  }

  /// Estimate and interval; an arrow where the interval goes beyond the axis.
  private func mark(_ row: ForestRow, _ axis: LogarithmicAxis, y: Double, into svg: inout SVGWriter) {
    let x = axis.place(of: row.estimate)
    guard let interval = row.interval else {
      svg.element(
        "path",
        [
          "class": "fp-point is-open", "d": "M\(coordinate(x)) \(coordinate(y - 6))l6 6-6 6-6-6Z", "fill": "none",
          "stroke": Self.accent, "stroke-width": "2",
        ])
      return
    }
    let ends = (axis.place(of: interval.lowerBound), axis.place(of: interval.upperBound))
    line(from: (ends.0, y), to: (ends.1, y), into: &svg)
    end(at: ends.0, y, isBeyond: axis.isBelow(interval.lowerBound), towards: -1, into: &svg)
    end(at: ends.1, y, isBeyond: axis.isAbove(interval.upperBound), towards: 1, into: &svg)
    let side = min(15, 5 + Double(row.participants).squareRoot() / 3)
    svg.element(
      "rect",
      [
        "class": "fp-point", "x": coordinate(x - side / 2), "y": coordinate(y - side / 2), "width": coordinate(side),
        "height": coordinate(side), "fill": Self.accent,
      ])
  }

  private func end(at x: Double, _ y: Double, isBeyond: Bool, towards side: Double, into svg: inout SVGWriter) {
    guard isBeyond else { return line(from: (x, y - 4), to: (x, y + 4), into: &svg) }
    svg.element(
      "path",
      ["class": "fp-beyond", "d": "M\(coordinate(x)) \(coordinate(y))l\(coordinate(-7 * side)) -5v10Z", "fill": Self.accent])
  }

  private func line(from: (Double, Double), to: (Double, Double), into svg: inout SVGWriter) {
    svg.element(
      "line",
      [
        "class": "fp-interval", "x1": coordinate(from.0), "x2": coordinate(to.0), "y1": coordinate(from.1),
        "y2": coordinate(to.1), "stroke": Self.accent, "stroke-width": "2",
      ])
  }

  /// Words in as many lines as they need, the first with its baseline at `y`; gives the baseline of the last.
  private func wrapped(_ words: String, _ kind: String, from y: Double, into svg: inout SVGWriter) -> Double {
    let most = isWide ? 150 : 54
    var lines: [String] = []
    for word in words.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= most {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    for (index, line) in lines.enumerated() {
      svg.element(
        "text",
        [
          "class": kind, "x": coordinate(margin), "y": coordinate(y + Double(index) * 16), "font-size": "11.5",
          "fill": Self.soft,
        ], words: line)
    }
    return y + Double(max(lines.count - 1, 0)) * 16
  }

  private func cut(_ words: String, _ letters: Int) -> String {
    guard words.count > letters else { return words }
    var short = words.prefix(letters - 1)
    while short.last == " " { short.removeLast() }
    return short + "…"
  }
}
