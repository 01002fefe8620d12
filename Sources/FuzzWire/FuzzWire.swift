import Wire

/// The entry that libFuzzer calls, many thousand times a second, with bytes that reached something new.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzWire(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // Sound: the fuzzer vouches for `count` bytes at `start` until this returns.
  let input = unsafe UnsafeBufferPointer(start: start, count: count)
  unsafe fuzzTelnyx(input.span)
  unsafe fuzzProviders(Array(input))
  return 0
}
