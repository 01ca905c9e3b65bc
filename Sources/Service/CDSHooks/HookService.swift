import Knowledge

/// A moment in a clinician's work at which a service is called.
enum Hook: String, Sendable, CaseIterable {
  case patientView = "patient-view"
  case orderSelect = "order-select"
  case orderSign = "order-sign"

  /// Whether orders are drafted when it is called.
  var hasDrafts: Bool { self != .patientView }
}

/// A service of CDS Hooks: what is answered to which hooks.
enum HookService: String, Sendable, CaseIterable {
  case nextLine = "nextline-next-line"
  case orderCheck = "nextline-order-check"

  var hooks: [Hook] {
    switch self {
    case .nextLine: [.patientView]
    case .orderCheck: [.orderSelect, .orderSign]
    }
  }

  var title: Text {
    switch self {
    case .nextLine: Text(en: "NextLine: the next systemic therapy", ru: "NextLine: следующая системная терапия")
    case .orderCheck: Text(en: "NextLine: check of drafted therapy", ru: "NextLine: проверка назначаемой терапии")
    }
  }

  var description: Text {
    switch self {
    case .nextLine:
      Text(
        en: "Shows which systemic therapy comes next for this patient, on what evidence, and what is still to be found out",
        ru: "Показывает, какая системная терапия следующая для этого пациента, на каких доказательствах и что ещё нужно выяснить"
      )
    case .orderCheck:
      Text(
        en: "Says when a drafted anticancer therapy is not recommended or contraindicated, why, and what would be better",
        ru: "Сообщает, если назначаемая противоопухолевая терапия не рекомендуется или противопоказана, почему и что лучше")
    }
  }

  var usageRequirements: Text {
    Text(
      en:
        "Needs the prefetched `patient` and `conditions`; whatever else is not prefetched stays unknown and is named in the cards. Nothing is fetched from the FHIR server.",
      ru:
        "Необходимы предварительно переданные `patient` и `conditions`; остальное, если не передано, считается неизвестным и названо в карточках. С сервера FHIR ничего не запрашивается."
    )
  }
}
