/// Parameters in the form in which libpq takes them.
struct PostgresParameters {
  private let values: [PostgresValue]

  init(_ values: [PostgresValue]) { self.values = values }

  /// Calls `body` with pointers that are good until it returns.
  func withPointers<Result>(
    _ body: (
      _ count: Int32, UnsafePointer<UnsafePointer<CChar>?>?, _ lengths: UnsafePointer<Int32>?,
      _ formats: UnsafePointer<Int32>?
    ) -> Result
  ) -> Result {
    let lengths = values.map { Int32($0.bytes?.count ?? 0) }
    let formats = values.map { $0.isBinary ? Int32(1) : 0 }
    // All values one after the other, so that one scope holds all their pointers.
    let offsets = values.reduce(into: [0]) { $0.append($0[$0.count - 1] + ($1.bytes?.count ?? 0)) }
    var joined: [UInt8] = []
    joined.reserveCapacity(offsets[values.count] + 1)
    for value in values { if let bytes = value.bytes { joined += bytes } }
    joined.append(0)
    // Sound: each pointer stays within `joined`, which lives through the call.
    return unsafe joined.withUnsafeBytes { buffer in
      let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      let pointers = unsafe values.indices.map { place in
        unsafe values[place].bytes == nil ? nil : start.map { unsafe $0 + offsets[place] }
      }
      return unsafe pointers.withUnsafeBufferPointer { pointers in
        unsafe lengths.withUnsafeBufferPointer { lengths in
          unsafe formats.withUnsafeBufferPointer { formats in
            unsafe body(Int32(values.count), pointers.baseAddress, lengths.baseAddress, formats.baseAddress)
          }
        }
      }
    }
  }
}
