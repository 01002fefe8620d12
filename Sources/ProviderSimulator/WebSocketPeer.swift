/// The vendor's end of a WebSocket, on its event loop.
protocol WebSocketPeer: AnyObject {
  func opened()
  func received(text: String)
  func received(binary: [UInt8])
  /// The connection has ended; nothing can be sent.
  func closed()
}
