internal import Audio
internal import Dispatch
internal import Foundation
internal import Glibc

/// Writes lines to a file from a thread of its own, each with one `write`, so that lines of several programs do not mix
/// and nobody who logs waits for a slow reader.
///
/// Lines beyond `capacity` are dropped, and their number is told in their place.
public final class LineWriter: Sendable {
  private enum Item: Sendable {
    case line([UInt8])
    case flushed(DispatchSemaphore)
  }
  /// Lines that wait.
  public static let capacity = 4_096
  private let inbox = Inbox<Item>(capacity: LineWriter.capacity)

  /// - Parameter lost: the line that stands for this many that are lost.
  public init(descriptor: Int32, lost: @escaping @Sendable (Int) -> [UInt8]) {
    let inbox = inbox
    let thread = Thread {
      var told = 0
      while true {
        for item in inbox.take(within: nil) {
          switch item {
          case .line(let bytes): Self.write(bytes, to: descriptor)
          case .flushed(let bell): bell.signal()
          }
        }
        let refused = inbox.refused
        if refused > told { Self.write(lost(refused - told), to: descriptor) }
        told = refused
      }
    }
    thread.name = "log"
    thread.start()
  }

  /// Never waits.
  public func write(_ line: [UInt8]) { inbox.offer(.line(line)) }

  /// Lines that found no room.
  public var lost: Int { inbox.refused }

  /// Returns when what was written before is with the system, at the latest after `seconds`.
  public func flush(within seconds: Double) {
    let bell = DispatchSemaphore(value: 0)
    inbox.offer(.flushed(bell), mustArrive: true)
    _ = bell.wait(timeout: .now() + seconds)
  }

  /// What cannot be written is gone: there is nobody to tell.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    unsafe bytes.withUnsafeBytes { buffer in
      var rest = unsafe buffer[...]
      while unsafe !rest.isEmpty {
        // Sound: the pointer and the count are of the same part of the buffer, which outlives the call.
        let written = unsafe Glibc.write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written > 0 {
          unsafe rest = rest.dropFirst(written)
        } else if written < 0, errno == EAGAIN {
          var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          guard unsafe Glibc.poll(&poll, 1, 1_000) > 0 else { return }
        } else if written == 0 || errno != EINTR {
          return
        }
      }
    }
  }
}
