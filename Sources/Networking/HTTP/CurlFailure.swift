internal import CCurl

/// What curl's results mean to a caller.
enum CurlFailure {
  static func failure(_ result: CURLcode, _ handle: CurlHandle, in phase: HTTPPhase) -> HTTPFailure {
    let text = handle.explanation(result)
    switch result {
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH:
      return .untrusted(text)
    case CURLE_FILESIZE_EXCEEDED: return .tooLarge(text)
    case CURLE_URL_MALFORMAT: return .unusable(text)
    case CURLE_OPERATION_TIMEDOUT: return .timedOut(phase)
    default:
      // Nothing was sent before a connection was ready.
      return phase == .connect ? .refused(text) : .broken(text)
    }
  }
}
