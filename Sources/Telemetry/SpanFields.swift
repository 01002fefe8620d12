internal import Tracing

/// Attributes as swift-distributed-tracing knows them, in the order of their names.
enum SpanFields {
  /// Of one span; further ones are left out.
  static let most = 128

  static func of(_ attributes: SpanAttributes) -> [SpanField] {
    var fields: [SpanField] = []
    func add(_ key: String, _ value: SpanAttribute) {
      if fields.count < most, let value = Self.value(value) { fields.append(SpanField(key, value)) }
    }
    attributes.forEach(add)
    return fields.sorted { $0.key < $1.key }
  }

  private static func value(_ value: SpanAttribute) -> FieldValue? {
    switch value {
    case .int32(let number): .integer(Int64(number))
    case .int64(let number): .integer(number)
    case .double(let number): .number(number)
    case .bool(let flag): .flag(flag)
    case .string(let text): .text(text)
    case .stringConvertible(let text): .text("\(text)")
    case .int32Array(let numbers): .list(numbers.map { .integer(Int64($0)) })
    case .int64Array(let numbers): .list(numbers.map { .integer($0) })
    case .doubleArray(let numbers): .list(numbers.map { .number($0) })
    case .boolArray(let flags): .list(flags.map { .flag($0) })
    case .stringArray(let texts): .list(texts.map { .text($0) })
    case .stringConvertibleArray(let texts): .list(texts.map { .text("\($0)") })
    default: nil
    }
  }
}
