import Clinical

extension Bounds {
  /// The range in signs: `≥ 60`, `< 450`, `3–4`.
  var symbols: String {
    if let exact { return exact.description }
    switch (lower, upper) {
    case (let lower?, nil): return (lower.isIncluded ? "≥ " : "> ") + lower.value.description
    case (nil, let upper?): return (upper.isIncluded ? "≤ " : "< ") + upper.value.description
    case (let lower?, let upper?) where lower.isIncluded && upper.isIncluded: return "\(lower.value)–\(upper.value)"
    case (let lower?, let upper?):
      return (lower.isIncluded ? "≥ " : "> ") + "\(lower.value), " + (upper.isIncluded ? "≤ " : "< ") + upper.value.description
    case (nil, nil): return "any"
    }
  }

  /// The same whole numbers, with ends that are among them.
  var amongIntegers: Bounds {
    let first = lower.map { $0.isIncluded ? $0.value : $0.value.whole.map { Magnitude($0 + 1) } ?? $0.value }
    let last = upper.map { $0.isIncluded ? $0.value : $0.value.whole.map { Magnitude($0 - 1) } ?? $0.value }
    return Bounds(lower: first.map { End($0) }, upper: last.map { End($0) })
  }

  /// A number of the range: an end between whole numbers, otherwise one well inside.
  var example: Magnitude {
    switch (lower?.value, upper?.value) {
    case (let lower?, let upper?) where self == amongIntegers && lower.isWhole && upper.isWhole:
      return lower
    case (let lower?, let upper?): return Magnitude.middle(lower, upper)
    case (let lower?, nil): return Magnitude.middle(lower, lower, plus: 2)
    case (nil, let upper?): return Magnitude.middle(upper, upper, plus: -2)
    case (nil, nil): return Magnitude(0)
    }
  }
}

extension Magnitude {
  /// Half the sum of two numbers and a whole one.
  fileprivate static func middle(_ left: Magnitude, _ right: Magnitude, plus whole: Int64 = 0) -> Magnitude {
    let scale = max(left.scale, right.scale)
    func aligned(_ number: Magnitude) -> Int64 {
      (number.scale..<scale).reduce(number.significand) { significand, _ in significand * 10 }
    }
    let unit = (0..<scale).reduce(Int64(1)) { unit, _ in unit * 10 }
    let doubled = aligned(left) + aligned(right) + whole * unit
    return doubled.isMultiple(of: 2)
      ? Magnitude(significand: doubled / 2, scale: scale) : Magnitude(significand: doubled * 5, scale: scale + 1)
  }
}
