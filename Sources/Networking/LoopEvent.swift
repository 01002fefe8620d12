internal import CWebSockets

/// Those of the library's callbacks that the loop heeds.
enum LoopEvent {
  case message, room, pong
  case acceptable, upgradeAsked, plainRequest, opened
  case connecting, connectFailed, answered
  case peerCloses, closed, destroyed
  case unwanted

  init?(_ reason: lws_callback_reasons) {
    switch reason {
    case LWS_CALLBACK_RECEIVE, LWS_CALLBACK_CLIENT_RECEIVE: self = .message
    case LWS_CALLBACK_SERVER_WRITEABLE, LWS_CALLBACK_CLIENT_WRITEABLE: self = .room
    case LWS_CALLBACK_RECEIVE_PONG, LWS_CALLBACK_CLIENT_RECEIVE_PONG: self = .pong
    case LWS_CALLBACK_RAW_RX_FILE: self = .acceptable
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE: self = .upgradeAsked
    case LWS_CALLBACK_HTTP: self = .plainRequest
    case LWS_CALLBACK_ESTABLISHED, LWS_CALLBACK_CLIENT_ESTABLISHED: self = .opened
    case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER: self = .connecting
    case LWS_CALLBACK_CLIENT_CONNECTION_ERROR: self = .connectFailed
    case LWS_CALLBACK_CLIENT_FILTER_PRE_ESTABLISH: self = .answered
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE: self = .peerCloses
    case LWS_CALLBACK_CLOSED, LWS_CALLBACK_CLIENT_CLOSED, LWS_CALLBACK_CLOSED_CLIENT_HTTP: self = .closed
    case LWS_CALLBACK_WSI_DESTROY: self = .destroyed
    // What a CONNECT request turns into.
    case LWS_CALLBACK_RAW_ADOPT, LWS_CALLBACK_RAW_RX: self = .unwanted
    default: return nil
    }
  }
}
