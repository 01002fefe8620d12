internal import Foundation

/// A configuration file's text, and the name it is called by in messages.
public struct SettingsFile: Sendable {
  /// The flag and the variable that name the file, and the name it has when neither does.
  public static let flagName = "config"
  public static let environmentName = "STARLING_CONFIG"
  public static let defaultName = "starling.yaml"
  /// Bytes; far more than all settings can fill.
  static let largest = 65_536

  public var name: String
  public var text: String

  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// Reads the file that `--config` or `STARLING_CONFIG` names, else `starling.yaml` when there is one.
  ///
  /// - Throws: the named file cannot be read, is larger than 64 KiB or is not UTF-8.
  public static func find(
    flag: String?, environment: [String: String]
  ) throws(SettingsError) -> SettingsFile? {
    if let flag { return try read(flag, namedBy: .flag("--\(flagName)")) }
    if let name = environment[environmentName], !name.isEmpty {
      return try read(name, namedBy: .environment(environmentName))
    }
    guard FileManager.default.fileExists(atPath: defaultName) else { return nil }
    return try read(defaultName, namedBy: .builtIn)
  }

  static func read(_ path: String, namedBy source: SettingSource) throws(SettingsError) -> SettingsFile {
    func problem(_ fault: String, _ mend: String) -> SettingsError {
      SettingsError([SettingsProblem(source: source, fault: fault, mend: mend)])
    }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw problem("\(path) cannot be read", "name a file that this user may read")
    }
    defer { try? handle.close() }
    guard let bytes = try? handle.read(upToCount: largest + 1) else {
      throw problem("\(path) cannot be read", "name a file, not a directory")
    }
    guard bytes.count <= largest else {
      throw problem("\(path) is larger than \(largest) bytes", "name the YAML file with the settings")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw problem("\(path) is not UTF-8", "save it as UTF-8 text")
    }
    return SettingsFile(name: path, text: text)
  }
}
