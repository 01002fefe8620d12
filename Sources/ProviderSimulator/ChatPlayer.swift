/// Streams a model's events, one token time apart.
final class ChatPlayer {
  private let exchange: HTTPExchange
  private let stream: EventStream
  private let first: ServiceTime.Stage
  private let pace: ServiceTime.Stage
  private let vendor: Vendor
  private var events: [EventStream.Event] = []
  private var next = 0

  init(
    _ exchange: HTTPExchange, _ stream: EventStream, _ first: ServiceTime.Stage, _ pace: ServiceTime.Stage
  ) {
    self.exchange = exchange
    self.stream = stream
    self.first = first
    self.pace = pace
    vendor = exchange.connection.vendor ?? .openai
  }

  func play(_ events: [EventStream.Event]) {
    self.events = events
    exchange.onCancel = { [weak self] in self?.countTokens() }
    let connection = exchange.connection
    connection.after(connection.draw(first)) { [self] in
      exchange.begin(type: "text/event-stream; charset=utf-8")
      step()
    }
  }

  /// An event is about a token.
  private func countTokens() { exchange.context.tally.count(vendor) { $0.tokensOut += next } }

  private func step() {
    let connection = exchange.connection
    guard !exchange.isDone, !connection.isClosed else { return }
    guard next < events.count - 1 else {
      countTokens()
      stream.sendLast(events[next])
      return exchange.end()
    }
    stream.send(events[next])
    next += 1
    connection.after(connection.draw(pace)) { [self] in step() }
  }
}
