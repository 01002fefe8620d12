internal import Bytes

/// One field of a protocol buffer message (protobuf.dev, "Encoding").
struct ProtobufField {
  var number: UInt64
  var content: Content

  enum Content {
    case integer(UInt64)
    case bytes(ArraySlice<UInt8>)
    /// Fixed-size numbers, of which the model's structure holds none that matter.
    case other
  }

  var bytes: ArraySlice<UInt8>? {
    guard case .bytes(let bytes) = content else { return nil }
    return bytes
  }

  var integer: UInt64? {
    guard case .integer(let value) = content else { return nil }
    return value
  }

  /// The fields of `message`; nil when it is broken.
  static func all(in message: ArraySlice<UInt8>) -> [ProtobufField]? {
    var rest = message
    var fields: [ProtobufField] = []
    while !rest.isEmpty {
      guard let key = takeVarint(&rest), let content = takeContent(&rest, wire: key & 7) else { return nil }
      fields.append(ProtobufField(number: key >> 3, content: content))
    }
    return fields
  }

  private static func takeContent(_ rest: inout ArraySlice<UInt8>, wire: UInt64) -> Content? {
    switch wire {
    case 0: return takeVarint(&rest).map { .integer($0) }
    case 1: return takeBytes(&rest, 8).map { _ in .other }
    case 2: return takeVarint(&rest).flatMap { takeBytes(&rest, $0) }.map { .bytes($0) }
    case 5: return takeBytes(&rest, 4).map { _ in .other }
    default: return nil
    }
  }

  private static func takeBytes(_ rest: inout ArraySlice<UInt8>, _ count: UInt64) -> ArraySlice<UInt8>? {
    guard count <= UInt64(rest.count) else { return nil }
    let bytes = rest.prefix(Int(count))
    rest = rest.dropFirst(Int(count))
    return bytes
  }

  static func takeVarint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
    var number = Varint()
    while let byte = rest.popFirst() {
      switch number.add(byte) {
      case .more: continue
      case .whole(let value): return value
      case .tooLong: return nil
      }
    }
    return nil
  }
}
