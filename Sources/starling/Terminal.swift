import Foundation

/// Standard output and error, and the way out.
enum Terminal {
  static func say(_ text: String) { FileHandle.standardOutput.write(Data("\(text)\n".utf8)) }

  static func complain(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }

  static func exit(_ code: Int32) -> Never { Foundation.exit(code) }
}
