/// A tool that the model is offered.
struct ChatTool: Equatable {
  struct Call: Equatable {
    var name: String
    /// A JSON object.
    var arguments: String
  }

  struct Property: Equatable {
    var name: String
    var type: String
    var choices: [String]
  }

  let name: String
  let properties: [Property]

  /// - Parameter schema: the JSON Schema of the arguments.
  init(name: String, schema: [String: Any]) {
    self.name = name
    let all = schema["properties"] as? [String: Any] ?? [:]
    properties = all.keys.sorted().map { key in
      let property = all[key] as? [String: Any] ?? [:]
      return Property(
        name: key, type: property["type"] as? String ?? "string", choices: property["enum"] as? [String] ?? []
      )
    }
  }

  /// A call with an argument for every property, of its type.
  func call(slot: String, answer: String, reason: String) -> Call {
    let arguments = properties.map { property in
      "\(JSONText.quote(property.name)):\(value(of: property, slot: slot, answer: answer, reason: reason))"
    }
    return Call(name: name, arguments: "{" + arguments.joined(separator: ",") + "}")
  }

  private func value(of property: Property, slot: String, answer: String, reason: String) -> String {
    if let choice = property.choices.first {
      return JSONText.quote(
        property.choices.first { reason.lowercased().contains($0.lowercased()) } ?? choice)
    }
    switch property.type {
    case "boolean": return "true"
    case "number", "integer": return "\(Int(answer.filter(\.isNumber)) ?? 1)"
    case "array": return "[]"
    case "object": return "{}"
    default: break
    }
    switch property.name {
    case "slot", "field", "name", "question", "id": return JSONText.quote(slot)
    case "reason", "outcome": return JSONText.quote(reason)
    default: return JSONText.quote(answer)
    }
  }
}
