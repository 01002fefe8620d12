internal import CPlatform

/// Raises the process's soft limit on open descriptors as far as `wanted` and the hard limit allow; never
/// lowers it.
///
/// The default of 65 536 is enough for any number of calls that fits a machine, and keeps the WebSocket
/// library's table, which has a place for every possible descriptor, small.
/// - Returns: the limits now in force; `Int.max` stands for none.
@discardableResult
public func raiseDescriptorLimit(to wanted: Int = 65_536) -> (soft: Int, hard: Int) {
  let limit = cplatform_raise_descriptor_limit(Int64(wanted))
  return (Int(limit.soft), Int(limit.hard))
}
