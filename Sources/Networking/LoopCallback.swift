internal import CWebSockets

/// What the library calls for everything that happens; finds the loop and passes on what the loop wants to
/// know.
///
/// Sound: the context's user pointer is the `LoopCore` that made it, which outlives it.
func loopCallback(
  socket: OpaquePointer?, reason: lws_callback_reasons, user: UnsafeMutableRawPointer?,
  input: UnsafeMutableRawPointer?, length: Int
) -> Int32 {
  guard let socket = unsafe socket, let event = LoopEvent(reason) else { return 0 }
  guard let context = unsafe lws_get_context(socket), let user = unsafe lws_context_user(context) else {
    return 0
  }
  let core = unsafe Unmanaged<LoopCore>.fromOpaque(user)
  let handle = unsafe WebSocketHandle(socket)
  return unsafe core._withUnsafeGuaranteedRef { core in
    unsafe core.handle(event, handle, UnsafeRawBufferPointer(start: input, count: input == nil ? 0 : length))
  }
}
