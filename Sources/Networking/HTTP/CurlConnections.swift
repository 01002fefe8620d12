internal import CPlatform
internal import Synchronization

/// Counts the connections that requests can be sent on.
///
/// Sound: used by the HTTP thread alone, from curl's callbacks, and outlives the multi handle.
final class CurlConnections {
  private let counters: HTTPCounters
  private var open: Set<Int32> = []
  /// Sockets that are not there yet. Curl closes those that it gives up without telling: then the number is another's.
  private var opening: Set<Int32> = []

  init(_ counters: HTTPCounters) { self.counters = counters }

  func opened(_ socket: Int32) {
    opening.insert(socket)
    if open.remove(socket) != nil { publish() }
  }

  /// A request is ready to be sent from this port.
  func connected(from port: Int32) {
    guard let socket = opening.first(where: { cplatform_local_port($0) == port }) else { return }
    opening.remove(socket)
    open.insert(socket)
    publish()
  }

  func closed(_ socket: Int32) {
    opening.remove(socket)
    if open.remove(socket) != nil { publish() }
  }

  private func publish() { counters.open.store(open.count, ordering: .relaxed) }
}
