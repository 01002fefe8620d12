#ifndef CWEBSOCKETS_SHIM_H
#define CWEBSOCKETS_SHIM_H

#include <libwebsockets.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/// Bytes that lws_write needs in front of a payload.
enum { CWS_PRE = LWS_PRE };

/// Writes a close frame; the library's own headers keep the name to themselves.
static inline enum lws_write_protocol cws_write_close(void) { return (enum lws_write_protocol)4; }

struct cws_settings {
  const char *_Nullable certificate;
  const char *_Nullable key;
  /// Certificates that a client trusts besides the system's.
  const char *_Nullable authority;
  unsigned int handshake_seconds;
  unsigned int header_bytes;
  unsigned int buffer_bytes;
  const struct lws_protocols *_Nonnull protocols;
  void *_Nonnull user;
};

/// No pings and no hang-ups by the library's own timers: the loop does both in one tick for all connections.
static inline const lws_retry_bo_t *_Nonnull cws_without_timers(void) {
  static const lws_retry_bo_t policy = {.secs_since_valid_ping = 0, .secs_since_valid_hangup = 0};
  return &policy;
}

/// A context with one virtual host, which owns no listening socket.
/// The descriptor table stays at the process's limit: a smaller one makes the library search for every event.
static inline struct lws_context *_Nullable cws_create(const struct cws_settings *_Nonnull settings,
                                                       struct lws_vhost *_Nullable *_Nonnull vhost) {
  struct lws_context_creation_info info;
  memset(&info, 0, sizeof info);
  info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
  info.gid = -1;
  info.uid = -1;
  info.user = settings->user;
  info.count_threads = 1;
  info.timeout_secs = settings->handshake_seconds;
  info.connect_timeout_secs = settings->handshake_seconds;
  info.timeout_secs_ah_idle = settings->handshake_seconds;
  info.max_http_header_data2 = settings->header_bytes;
  info.pt_serv_buf_size = settings->buffer_bytes;
  info.retry_and_idle_policy = cws_without_timers();
  info.alpn = "http/1.1";
  // In the answers that the library itself gives to malformed requests; an empty name trips an assertion
  // there.
  info.server_string = "starling";
  struct lws_context *context = lws_create_context(&info);
  if (!context) return NULL;

  info.port = CONTEXT_PORT_NO_LISTEN_SERVER;
  info.protocols = settings->protocols;
  info.vhost_name = "media";
  // Only when the environment names a proxy: media never goes through one, and the empty name costs a log
  // line.
  if (getenv("http_proxy")) info.http_proxy_address = "";
  info.ssl_cert_filepath = settings->certificate;
  info.ssl_private_key_filepath = settings->key;
  info.client_ssl_ca_filepath = settings->authority;
  info.ssl_options_set = SSL_OP_NO_SSLv3 | SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1 | SSL_OP_NO_RENEGOTIATION;
  info.ssl_client_options_set = SSL_OP_NO_SSLv3 | SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1;
  *vhost = lws_create_vhost(context, &info);
  if (*vhost) return context;
  lws_context_destroy(context);
  return NULL;
}

/// A second virtual host, for connections through a proxy that `cws_set_proxy` names.
static inline struct lws_vhost *_Nullable cws_create_proxied(struct lws_context *_Nonnull context,
                                                             const struct cws_settings *_Nonnull settings) {
  struct lws_context_creation_info info;
  memset(&info, 0, sizeof info);
  info.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
  info.port = CONTEXT_PORT_NO_LISTEN_SERVER;
  info.protocols = settings->protocols;
  info.vhost_name = "proxied";
  info.connect_timeout_secs = settings->handshake_seconds;
  info.timeout_secs = settings->handshake_seconds;
  info.alpn = "http/1.1";
  info.http_proxy_address = "127.0.0.1";
  info.http_proxy_port = 1;
  info.client_ssl_ca_filepath = settings->authority;
  info.ssl_client_options_set = SSL_OP_NO_SSLv3 | SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1;
  info.retry_and_idle_policy = cws_without_timers();
  return lws_create_vhost(context, &info);
}

/// The proxy of connections to come, as `[user:password@]address:port` with a numeric address. Answers 0, or -1 when
/// it is too long for the library.
static inline int cws_set_proxy(struct lws_vhost *_Nonnull vhost, const char *_Nonnull proxy) {
  return lws_set_proxy(vhost, proxy);
}

/// What is wrong with the peer's certificate; NULL when nothing is known to be.
static inline const char *_Nullable cws_certificate_flaw(struct lws *_Nonnull socket) {
  SSL *tls = lws_get_ssl(socket);
  if (!tls) return NULL;
  long result = SSL_get_verify_result(tls);
  return result == X509_V_OK ? NULL : X509_verify_cert_error_string(result);
}

/// The library's number for a header that it knows by name (lower case, with its colon); -1 for others.
static inline int cws_known_header(const char *_Nonnull name) {
  for (int token = 0; token < WSI_TOKEN_COUNT; token++) {
    const unsigned char *known = lws_token_to_string((enum lws_token_indexes)token);
    if (known && !strcmp((const char *)known, name)) return token;
  }
  return -1;
}

/// Adopts a descriptor that is only watched for reading (LWS_CALLBACK_RAW_RX_FILE); the context closes it.
static inline struct lws *_Nullable cws_watch(struct lws_vhost *_Nonnull vhost, int descriptor) {
  lws_sock_file_fd_type watched;
  watched.filefd = descriptor;
  return lws_adopt_descriptor_vhost(vhost, LWS_ADOPT_RAW_FILE_DESC, watched, NULL, NULL);
}

/// Ends a connection without ceremony at the loop's next turn.
static inline void cws_kill(struct lws *_Nonnull socket) {
  lws_set_timeout(socket, PENDING_TIMEOUT_CLOSE_SEND, LWS_TO_KILL_ASYNC);
}

/// Ends a connection without ceremony unless it has closed within `seconds`.
static inline void cws_kill_after(struct lws *_Nonnull socket, int seconds) {
  lws_set_timeout(socket, PENDING_TIMEOUT_CLOSE_SEND, seconds);
}

/// Ends a connection at the loop's next turn with a TCP reset: the peer hears of no close, and loses what it has
/// not read.
static inline void cws_reset(struct lws *_Nonnull socket) {
  struct linger at_once = {.l_onoff = 1, .l_linger = 0};
  setsockopt(lws_get_socket_fd(socket), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  cws_kill(socket);
}

/// Leaves what the peer sends in the system's buffers.
static inline void cws_stop_reading(struct lws *_Nonnull socket) { lws_rx_flow_control(socket, 0); }

/// The length of the header `name` (lower case, with its colon), which the library has no token for; -1 when
/// absent.
static inline int cws_header_length(struct lws *_Nonnull socket, const char *_Nonnull name) {
  return lws_hdr_custom_length(socket, name, (int)strlen(name));
}

static inline int cws_header_copy(struct lws *_Nonnull socket, const char *_Nonnull name, char *_Nonnull out,
                                  int capacity) {
  return lws_hdr_custom_copy(socket, out, capacity, name, (int)strlen(name));
}

struct cws_target {
  /// Where to connect; a name is resolved at once.
  const char *_Nonnull address;
  int port;
  const char *_Nonnull host_header;
  const char *_Nonnull path;
  int is_secure;
  int trusts_anything;
  void *_Nonnull mark;
};

/// Starts a connection; NULL when it failed at once. `mark` is its opaque user data from the first callback
/// on.
static inline struct lws *_Nullable cws_connect(struct lws_context *_Nonnull context,
                                                struct lws_vhost *_Nonnull vhost,
                                                const struct cws_target *_Nonnull target) {
  struct lws_client_connect_info info;
  memset(&info, 0, sizeof info);
  info.context = context;
  info.vhost = vhost;
  info.address = target->address;
  info.port = target->port;
  info.host = target->host_header;
  info.path = target->path;
  info.ietf_version_or_minus_one = -1;
  info.alpn = "http/1.1";
  info.opaque_user_data = target->mark;
  info.retry_and_idle_policy = cws_without_timers();
  info.ssl_connection = LCCSCF_HTTP_NO_FOLLOW_REDIRECT;
  if (target->is_secure) info.ssl_connection |= LCCSCF_USE_SSL;
  if (target->is_secure && target->trusts_anything)
    info.ssl_connection |= LCCSCF_ALLOW_SELFSIGNED | LCCSCF_ALLOW_EXPIRED | LCCSCF_ALLOW_INSECURE |
                           LCCSCF_SKIP_SERVER_CERT_HOSTNAME_CHECK;
  return lws_client_connect_via_info(&info);
}

#endif
