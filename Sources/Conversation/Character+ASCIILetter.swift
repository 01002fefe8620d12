extension Character {
  /// A to Z or a to z: nearly every letter of a call is one, and no table of properties need be asked to know it.
  var isASCIILetter: Bool {
    asciiValue.map { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 } ?? false
  }
}
