import Testing

@testable import Knowledge

@Suite struct FigureTextTests {
  struct Sentence: CustomTestStringConvertible, Sendable {
    let text: String
    let figures: [String]

    var testDescription: String { text }

    init(_ text: String, _ figures: [String] = []) {
      (self.text, self.figures) = (text, figures)
    }
  }

  @Test(arguments: [
    Sentence("PFS of 3.8 months with 1.9 months", ["3.8 months", "1.9 months"]), Sentence("in 55% of patients", ["55%"]),
    Sentence("at least 50 %", ["50%"]), Sentence("HR 0.44 (0.35–0.55)", ["HR 0.44", "0.35", "0.55"]),
    Sentence("patients (n=20)", ["n 20"]), Sentence("after 1–3 lines", ["1 lines", "3 lines"]), Sentence("p=0.54", ["p 0.54"]),
    Sentence("2 to 5 months", ["5 months"]), Sentence("30-month survival", ["30 month"]), Sentence("10 mg once daily", ["10 mg"]),
    Sentence("platelets below 50 × 10⁹/L", ["50 × 10…"]),
  ])
  func `What is measured or prescribed is a figure`(_ sentence: Sentence) {
    #expect(FigureText.figures(of: sentence.text) == sentence.figures)
  }

  @Test(arguments: [
    "after a CDK4/6 inhibitor", "HER2-negative", "column 5 of the slide", "grade 3", "ECOG 0–2", "section 5.2", "CTCAE 4.03",
    "BRCA1/2", "t(11;14)", "10⁻⁵", "doi 10.1186/s40364-021-00344-2", "in 2021", "of 23.10.2025", "per 1.73 m²", "phase 3",
  ])
  func `What is named by a number is none`(_ text: String) {
    #expect(FigureText.figures(of: text).isEmpty)
  }

  @Test(arguments: [
    ("44.5 against 17.5 months", "44,5 против 17,5 мес"), ("on 23 October 2025", "23.10.2025"),
    ("cut-off 2013-10-03", "срез 03.10.2013"), ("twice daily for 8 weeks", "2 раза в сутки 8 недель"),
    ("24-hour urine below 100 mg", "менее 100 мг/сут"), ("0.10", "0,1"),
  ])
  func `Translations that state the same agree`(_ english: String, _ russian: String) {
    #expect(FigureText.comparable(english, in: .en) == FigureText.comparable(russian, in: .ru))
  }

  @Test(arguments: [("44.5 months", "44,6 мес"), ("55%", "45%"), ("8 weeks", "недели"), ("11.0 and 4.1", "11,0")])
  func `Translations that state something else do not`(_ english: String, _ russian: String) {
    #expect(FigureText.comparable(english, in: .en) != FigureText.comparable(russian, in: .ru))
  }
}
