/// Segments of a journal that are to be copied, and what belongs beside them.
public struct JournalContents {
  /// `Journal.identity`; nil when nothing sound says it.
  public let identity: String?
  /// The last record that its writer had noted as durable; the segments hold it, and perhaps later ones. 0: not known.
  public let durableNumber: UInt64
  /// Names and open files, in order. The last may grow while it is read.
  public let segments: [(name: String, file: any JournalFile)]
  /// Bytes of the file `markName`.
  public let mark: [UInt8]

  public static let markName = DurableMark.name

  /// Whether a name in a journal's folder is a segment's, the mark's or the lock's.
  public static func owns(_ name: String) -> Bool {
    SegmentName.firstNumber(of: name) != nil || name == DurableMark.name
      || name == SystemJournalFiles.lockName
  }
}
