import Foundation
import Glibc

/// A file system in memory whose room can be taken away and given back, without a byte being written for it.
///
/// Mounting wants root, and in a container the right to mount.
final class SmallDisk {
  let path: String
  private let megabytes: Int

  /// Mounts it over `path`, an empty folder.
  init(path: String, megabytes: Int) throws(LoadFailure) {
    self.path = path
    self.megabytes = megabytes
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw LoadFailure("cannot make \(path): \(error.localizedDescription)")
    }
    try Self.run("mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m,mode=755", "starling-torture", path])
  }

  deinit { try? Self.run("umount", ["-l", path]) }

  /// Why none can be had; nil when one can.
  static func refusal(in folder: String) -> String? {
    do throws(LoadFailure) {
      _ = try SmallDisk(path: "\(folder)/trial", megabytes: 1)
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// Leaves so little room; what is there stays.
  func fill(leaving kilobytes: Int) throws(LoadFailure) {
    var last = LoadFailure("")
    // Whoever writes meanwhile may need more than was counted.
    for _ in 0..<50 {
      do throws(LoadFailure) {
        return try resize("\((usedBytes() + 1_023) / 1_024 + kilobytes)k")
      } catch {
        last = error
      }
    }
    throw last
  }

  func free() throws(LoadFailure) { try resize("\(megabytes)m") }

  private func resize(_ size: String) throws(LoadFailure) {
    try Self.run("mount", ["-o", "remount,size=\(size)", path])
  }

  private func usedBytes() -> Int {
    var status = statvfs()
    guard unsafe statvfs(path, &status) == 0 else { return 0 }
    return Int((status.f_blocks - status.f_bfree) * status.f_frsize)
  }

  private static func run(_ program: String, _ arguments: [String]) throws(LoadFailure) {
    let process = Process()
    let errors = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardError = errors
    do {
      try process.run()
    } catch {
      throw LoadFailure("cannot run \(program): \(error.localizedDescription)")
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let said = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
      throw LoadFailure(said.split(separator: "\n").first.map(String.init) ?? "\(program) failed")
    }
  }
}
