/// The file system as the journal needs it: one folder. A seam, so that tests can crash it and make it fail.
///
/// Names are relative; `folder/name` makes the folder when a file is created there.
public protocol JournalFiles: Sendable {
  /// For messages.
  var path: String { get }
  /// Makes the folder if need be and takes it for this engine alone, until the lock is let go.
  func lock() throws(JournalError) -> any JournalLock
  /// Names of the plain files in the folder, in any order.
  func names() throws(JournalError) -> [String]
  /// The same of a folder in it; none when that is not there.
  func names(in folder: String) throws(JournalError) -> [String]
  func open(_ name: String, _ mode: JournalFileMode) throws(JournalError) -> any JournalFile
  func remove(_ name: String) throws(JournalError)
  /// Makes names last that were created or removed.
  func syncFolder() throws(JournalError)
}

public enum JournalFileMode: Sendable {
  case read
  /// An existing file, to cut it.
  case update
  /// A new file; fails when it is there.
  case create
  /// A file that is made when it is not there.
  case replace
}

/// Held while an engine writes; let go when it is released.
public protocol JournalLock: AnyObject, Sendable {}

/// An open file; closed when it is released. One thread at a time.
public protocol JournalFile: AnyObject {
  func size() throws(JournalError) -> Int
  /// Up to `count` bytes from `offset`; fewer only at the end of the file.
  func read(_ count: Int, at offset: Int) throws(JournalError) -> [UInt8]
  /// Answers how many bytes were written, which may be fewer than given.
  func write(_ bytes: RawSpan, at offset: Int) throws(JournalError) -> Int
  /// Makes bytes and length last.
  func sync() throws(JournalError)
  func truncate(to size: Int) throws(JournalError)
}
