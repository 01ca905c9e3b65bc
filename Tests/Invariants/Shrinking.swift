import Clinical

/// Makes a counterexample small: what can be left out is left out.
enum Shrinking {
  /// The smallest case found for which `isBad` still holds.
  static func smallest(_ patient: PatientCase, while isBad: (PatientCase) -> Bool) -> PatientCase {
    var smallest = patient
    while let smaller = reductions(of: smallest).first(where: isBad) { smallest = smaller }
    return smallest
  }

  private static func reductions(of patient: PatientCase) -> [PatientCase] {
    var reductions: [PatientCase] = []
    for index in patient.priorTherapies?.indices ?? 0..<0 {
      var reduced = patient
      reduced.priorTherapies?.remove(at: index)
      reductions.append(reduced)
      for drug in patient.priorTherapies?[index].drugs ?? [] where (patient.priorTherapies?[index].drugs.count ?? 0) > 1 {
        reduced = patient
        reduced.priorTherapies?[index].drugs.removeAll { $0 == drug }
        reductions.append(reduced)
      }
    }
    for index in patient.facts.indices {
      var reduced = patient
      reduced.facts.remove(at: index)
      reductions.append(reduced)
    }
    return reductions
  }
}
