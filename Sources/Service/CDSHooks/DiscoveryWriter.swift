import JSON
import Knowledge

/// Writes what `GET /cds-services` says.
struct DiscoveryWriter {
  /// `nil`: without rules for health records no service can be offered.
  let templates: PrefetchTemplates?
  let language: Language

  func bytes() -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.name("services")
    writer.beginArray()
    if let templates {
      for service in HookService.allCases {
        for hook in service.hooks { write(service, hook, templates, to: &writer) }
      }
    }
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }

  private func write(_ service: HookService, _ hook: Hook, _ templates: PrefetchTemplates, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("hook", hook.rawValue)
    writer.member("title", service.title[language])
    writer.member("description", service.description[language])
    writer.member("id", service.rawValue)
    writer.member("version", ServiceVersion.text)
    writer.member("usageRequirements", service.usageRequirements[language])
    writer.name("prefetch")
    writer.beginObject()
    for (key, query) in templates.queries {
      writer.name(key)
      writer.string(query)
    }
    writer.endObject()
    writer.endObject()
  }
}
