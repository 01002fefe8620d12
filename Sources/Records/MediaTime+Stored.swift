public import Audio

extension MediaTime {
  /// What a column of milliseconds says; zero when it says nothing sensible.
  public static func stored(milliseconds: Double) -> MediaTime {
    MediaTime(nanoseconds: Int64(exactly: (milliseconds * 1e6).rounded()) ?? 0)
  }

  /// For a column of milliseconds, with fractions.
  public var storedMilliseconds: Double { Double(nanoseconds) / 1e6 }
}
