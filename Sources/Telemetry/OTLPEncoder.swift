/// Spans as the body of an OTLP/HTTP request in JSON (opentelemetry-proto, `ExportTraceServiceRequest`): ids in
/// hexadecimal, 64-bit integers as strings, enumerations as numbers.
public struct OTLPEncoder: Sendable {
  /// Bytes of a text, of a name or of a status that are sent.
  public static let longestText = 4096
  private let resource: TelemetryResource
  private let secrets: SecretFilter

  /// - Parameter secrets: are taken out of every text, wherever it came from.
  public init(resource: TelemetryResource, secrets: SecretFilter = SecretFilter([])) {
    self.resource = resource
    self.secrets = secrets
  }

  public func encode(_ spans: [FinishedSpan]) -> [UInt8] {
    var json = JSONOutput()
    json.object { json in
      list("resourceSpans", &json) { json in
        json.object { json in
          json.key("resource")
          json.object { attributes(resource.fields, &$0) }
          list("scopeSpans", &json) { json in
            json.object { json in
              json.key("scope")
              json.object { json in
                text("name", resource.scope, &json)
                text("version", resource.version, &json)
              }
              list("spans", &json) { json in for span in spans { encode(span, &json) } }
            }
          }
        }
      }
    }
    return json.bytes
  }

  private func encode(_ span: FinishedSpan, _ json: inout JSONOutput) {
    json.object { json in
      plain("traceId", span.trace.description, &json)
      plain("spanId", span.id.description, &json)
      if let parent = span.parent { plain("parentSpanId", parent.description, &json) }
      // Sampled, and whether the parent is remote is known (it is not).
      json.key("flags")
      json.integer(0x101)
      text("name", span.name, &json)
      json.key("kind")
      json.integer(Int64(span.kind.rawValue))
      plain("startTimeUnixNano", String(span.start), &json)
      plain("endTimeUnixNano", String(span.end), &json)
      attributes(span.fields, &json)
      if !span.moments.isEmpty {
        list("events", &json) { json in
          for moment in span.moments {
            json.object { json in
              plain("timeUnixNano", String(moment.at), &json)
              text("name", moment.name, &json)
              attributes(moment.fields, &json)
            }
          }
        }
      }
      if !span.links.isEmpty {
        list("links", &json) { json in
          for link in span.links {
            json.object { json in
              plain("traceId", link.trace.description, &json)
              plain("spanId", link.span.description, &json)
            }
          }
        }
      }
      json.key("status")
      json.object { json in
        switch span.status {
        case .unset: break
        case .fine:
          json.key("code")
          json.integer(1)
        case .failed(let reason):
          json.key("code")
          json.integer(2)
          text("message", reason, &json)
        }
      }
    }
  }

  private func attributes(_ fields: [SpanField], _ json: inout JSONOutput) {
    guard !fields.isEmpty else { return }
    list("attributes", &json) { json in
      for field in fields {
        json.object { json in
          text("key", field.key, &json)
          json.key("value")
          value(field.value, &json)
        }
      }
    }
  }

  private func value(_ value: FieldValue, _ json: inout JSONOutput) {
    json.object { json in
      switch value {
      case .text(let words): text("stringValue", words, &json)
      case .integer(let number): plain("intValue", String(number), &json)
      case .number(let number):
        json.key("doubleValue")
        json.number(number)
      case .flag(let flag):
        json.key("boolValue")
        json.flag(flag)
      case .list(let values):
        json.key("arrayValue")
        json.object { json in list("values", &json) { json in for one in values { self.value(one, &json) } } }
      }
    }
  }

  private func list(_ key: String, _ json: inout JSONOutput, _ body: (inout JSONOutput) -> Void) {
    json.key(key)
    json.array(body)
  }

  /// For what is neither long nor anybody's.
  private func plain(_ key: String, _ words: String, _ json: inout JSONOutput) {
    json.key(key)
    json.string(words)
  }

  private func text(_ key: String, _ words: String, _ json: inout JSONOutput) {
    json.key(key)
    // Secrets first: half a secret is one, too.
    json.string(Self.cut(secrets.clean(words)))
  }

  private static func cut(_ words: String) -> String {
    words.utf8.count <= longestText ? words : String(decoding: words.utf8.prefix(longestText), as: UTF8.self)
  }
}
