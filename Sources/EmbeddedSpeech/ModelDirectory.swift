import Foundation
import Providers

/// The directory that holds the speech libraries and models, as `make setup` leaves it.
struct ModelDirectory: Sendable {
  private let path: String
  /// Bytes of each file, by its path in the directory.
  private let sizes: [String: Int]

  init(path: String) throws(ProviderError) {
    guard let list = try? String(contentsOfFile: path + "/sizes.txt", encoding: .utf8) else {
      throw .misconfigured("no speech models in \(path): run `make setup`")
    }
    self.path = path
    var sizes: [String: Int] = [:]
    for line in list.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      if parts.count == 2, let size = Int(parts[0]) { sizes[String(parts[1])] = size }
    }
    self.sizes = sizes
  }

  /// The whole path of a file, once it is known to be there and complete: the libraries end the process over a
  /// torn model instead of reporting it.
  func path(_ name: String) throws(ProviderError) -> String {
    let whole = path + "/" + name
    let file = URL(fileURLWithPath: whole).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    guard let size = (attributes?[.size] as? NSNumber)?.intValue else {
      throw .misconfigured("missing \(whole): run `make setup`")
    }
    guard size == sizes[name] else {
      throw .misconfigured("\(whole) is damaged (\(size) bytes): remove \(path) and run `make setup`")
    }
    return whole
  }
}
