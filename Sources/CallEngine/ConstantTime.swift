/// Comparison of secrets whose duration tells nothing about where they differ.
enum ConstantTime {
  static func equal(_ left: String, _ right: String) -> Bool {
    let left = Array(left.utf8)
    let right = Array(right.utf8)
    var difference = UInt(bitPattern: left.count ^ right.count)
    for index in right.indices {
      difference |= UInt(right[index] ^ (index < left.count ? left[index] : 0))
    }
    return difference == 0
  }
}
