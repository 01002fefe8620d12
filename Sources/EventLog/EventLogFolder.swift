public import Audio
internal import Foundation

/// Where calls' event logs are: one file a call, `<call>.events`.
public enum EventLogFolder {
  public static let suffix = ".events"

  public static func path(of call: CallID, in folder: String) -> String { "\(folder)/\(call)\(suffix)" }

  /// The log that `name` means: a path, or a call whose log is in the folder.
  public static func find(_ name: String, in folder: String) -> String {
    if let call = CallID(name), !FileManager.default.fileExists(atPath: name) {
      return path(of: call, in: folder)
    }
    return name
  }

  /// Reads one file.
  public static func read(_ path: String) throws(EventLogError) -> RecordedCall {
    let data: Data
    do {
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
      if size > LogFormat.mostFileBytes {
        throw EventLogError.tooLarge(bytes: size, limit: LogFormat.mostFileBytes)
      }
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch let error as EventLogError {
      throw error
    } catch {
      let isThere = FileManager.default.fileExists(atPath: path)
      throw .file(path: path, reason: isThere ? error.localizedDescription : "no such file")
    }
    return try RecordedCall.read([UInt8](data))
  }
}
