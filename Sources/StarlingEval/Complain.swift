import Foundation

/// Tells on standard error what was found wanting, or how far a long run is.
func complain(_ text: String) {
  FileHandle.standardError.write(Data("starling-eval: \(text)\n".utf8))
}
