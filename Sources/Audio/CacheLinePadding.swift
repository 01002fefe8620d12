/// Keeps the fields before and after it on different cache lines, wherever the whole begins.
///
/// 128 bytes: Intel's prefetcher fetches lines in pairs, and Apple's cores have lines of that length.
@usableFromInline
struct CacheLinePadding: Sendable {
  private var bytes = InlineArray<16, UInt64>(repeating: 0)
  @usableFromInline init() {}
}
