internal import Audio
internal import Bytes

/// Puts fields into a record's bytes.
struct StoreFieldWriter {
  private(set) var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(192) }

  mutating func put(byte: UInt8) { bytes.append(byte) }
  mutating func put(_ flag: Bool) { bytes.append(flag ? 1 : 0) }
  mutating func put(_ time: MediaTime) { put(number: time.nanoseconds) }

  mutating func put(number: Int64) { put(varint: Varint.zigzag(number)) }

  mutating func put(double number: Double) {
    bytes.appendLittleEndian(number.bitPattern)
  }

  mutating func put(optional number: Int64?) {
    put(number != nil)
    if let number { put(number: number) }
  }

  mutating func put(optional number: Double?) {
    put(number != nil)
    if let number { put(double: number) }
  }

  mutating func put(varint number: UInt64) { bytes.appendVarint(number) }

  mutating func put(tenant: String) { put(name: tenant == Tenant.standard ? nil : tenant) }
  mutating func put(text: String?) { put(text, limit: StoreRecordCodec.longestText) }
  mutating func put(name: String?) { put(name, limit: StoreRecordCodec.longestName) }

  private mutating func put(_ text: String?, limit: Int) {
    guard let text else { return put(byte: 0) }
    let storable = StorableText.prefix(StorableText.withoutNUL(text), bytes: limit)
    put(varint: UInt64(storable.utf8.count) + 1)
    bytes.append(contentsOf: storable.utf8)
  }
}
