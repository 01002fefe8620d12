internal import Dispatch

/// What the writer's thread does: gathers records, writes them in one transaction, and tries again when it fails.
struct StoreLoop {
  let queue: StoreQueue
  let sink: any RecordSink
  let limits: StoreWriter.Limits
  let onEvent: @Sendable (StoreWriterEvent) -> Void
  /// Taken from the queue and not settled yet.
  private var batch: [StoreRecord] = []
  /// How long to wait before the next attempt; zero while writing works.
  private var backoffMs = 0

  init(
    queue: StoreQueue, sink: any RecordSink, limits: StoreWriter.Limits,
    onEvent: @escaping @Sendable (StoreWriterEvent) -> Void
  ) {
    self.queue = queue
    self.sink = sink
    self.limits = limits
    self.onEvent = onEvent
  }

  /// Returns after `close`, when everything is written or the last attempt has failed.
  mutating func run() {
    while true {
      waitForWork()
      let isClosed = queue.isClosed
      if batch.isEmpty { batch = queue.take(limit: limits.batch) }
      if batch.isEmpty {
        if isClosed { return }
        continue
      }
      let succeeded = attempt()
      if isClosed && !succeeded { return }
    }
  }

  private func waitForWork() {
    guard batch.isEmpty else {
      return queue.wait(until: .now() + .milliseconds(backoffMs), ignoringRecords: true)
    }
    queue.wait(until: .distantFuture, ignoringRecords: false)
    queue.gather(until: .now() + .milliseconds(limits.gatheringMs), limit: limits.batch)
  }

  private mutating func attempt() -> Bool {
    do throws(StoreError) {
      try sink.write(batch)
      succeed(written: batch.count)
      batch = []
      return true
    } catch {
      guard !error.isTransient else { return fail(error) }
      return separate()
    }
  }

  /// Finds the records that the database refuses, by writing each alone.
  private mutating func separate() -> Bool {
    while let record = batch.first {
      do throws(StoreError) {
        try sink.write([record])
        succeed(written: 1)
      } catch {
        guard !error.isTransient else { return fail(error) }
        onEvent(.rejected(record, error))
        queue.settle(written: 0, rejected: 1)
      }
      batch.removeFirst()
    }
    return true
  }

  private mutating func succeed(written: Int) {
    queue.settle(written: written, rejected: 0)
    if backoffMs > 0 { onEvent(.recovered) }
    backoffMs = 0
  }

  private mutating func fail(_ error: StoreError) -> Bool {
    backoffMs = min(max(backoffMs * 2, limits.firstRetryMs), limits.lastRetryMs)
    onEvent(.failing(error, pending: queue.statistics.pending))
    queue.attemptFailed()
    return false
  }
}
