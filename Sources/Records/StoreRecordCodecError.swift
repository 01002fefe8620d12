/// Why bytes are no records.
public enum StoreRecordCodecError: Error, Equatable, Sendable {
  /// A later release wrote them; run that release.
  case unknownVersion(UInt8)
  /// A kind of record that this release does not know.
  case unknownKind(UInt8)
  /// The bytes end inside a field.
  case truncated(offset: Int)
  /// A field has a value that it cannot have.
  case malformed(offset: Int)
  /// Bytes behind the last record.
  case trailing(byteCount: Int)
}

extension StoreRecordCodecError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownVersion(let version):
      "encoding version \(version) is not known, this release reads \(StoreRecordCodec.version)"
    case .unknownKind(let kind): "records of kind \(kind) are not known"
    case .truncated(let offset): "the record ends within a field, at byte \(offset)"
    case .malformed(let offset): "the field at byte \(offset) has a value that it cannot have"
    case .trailing(let byteCount): "\(byteCount) bytes follow the last record"
    }
  }
}
