/// What the model remembers of one call: the two layers of its recurrent state, 128 values each (1 KiB).
///
/// A fresh one stands for "nothing heard yet".
public struct SileroState: Sendable {
  static let layerSize = 128
  var first = [128 of Float](repeating: 0)
  var second = [128 of Float](repeating: 0)

  public init() {}

  /// Forgets the call.
  public mutating func reset() { self = SileroState() }
}
