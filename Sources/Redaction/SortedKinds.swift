/// A set of kinds that is always written in one order, so that equal agents have equal bytes.
@propertyWrapper
public struct SortedKinds: Sendable, Hashable, Codable {
  public var wrappedValue: Set<PIIKind>

  public init(wrappedValue: Set<PIIKind>) { self.wrappedValue = wrappedValue }

  public init(from decoder: any Decoder) throws { wrappedValue = Set(try [PIIKind](from: decoder)) }

  public func encode(to encoder: any Encoder) throws {
    try wrappedValue.sorted { $0.rawValue < $1.rawValue }.encode(to: encoder)
  }
}
