#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H

#include <curl/curl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

// What curl declares with varargs, which Swift cannot call, one function for each type of argument.

static inline CURLcode ccurl_set_long(CURL *_Nonnull handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_size(CURL *_Nonnull handle, CURLoption option, int64_t value) {
  return curl_easy_setopt(handle, option, (curl_off_t)value);
}

/// curl copies the text.
static inline CURLcode ccurl_set_text(CURL *_Nonnull handle, CURLoption option, const char *_Nullable text) {
  return curl_easy_setopt(handle, option, text);
}

/// curl keeps the pointer.
static inline CURLcode ccurl_set_pointer(CURL *_Nonnull handle, CURLoption option, const void *_Nullable value) {
  return curl_easy_setopt(handle, option, value);
}

typedef size_t (*ccurl_take)(char *_Nonnull bytes, size_t size, size_t count, void *_Nonnull user);
typedef int (*ccurl_ready)(void *_Nonnull user, char *_Nonnull peer, char *_Nonnull own, int peer_port,
                           int own_port);
typedef curl_socket_t (*ccurl_open)(void *_Nonnull user, curlsocktype purpose,
                                    struct curl_sockaddr *_Nonnull address);
typedef int (*ccurl_close)(void *_Nonnull user, curl_socket_t socket);

/// `user` goes to all of the callbacks but those for sockets, which outlive the request and get `owner`.
static inline void ccurl_set_callbacks(CURL *_Nonnull handle, void *_Nonnull user, ccurl_take _Nonnull header,
                                       ccurl_take _Nonnull body, ccurl_ready _Nonnull ready,
                                       void *_Nonnull owner, ccurl_open _Nonnull open,
                                       ccurl_close _Nonnull close) {
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, user);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, user);
  curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, ready);
  curl_easy_setopt(handle, CURLOPT_PREREQDATA, user);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, owner);
  curl_easy_setopt(handle, CURLOPT_CLOSESOCKETFUNCTION, close);
  curl_easy_setopt(handle, CURLOPT_CLOSESOCKETDATA, owner);
  curl_easy_setopt(handle, CURLOPT_PRIVATE, user);
}

/// A socket whose connection ends when the peer acknowledges nothing for 20 s.
static inline curl_socket_t ccurl_open_socket(const struct curl_sockaddr *_Nonnull address) {
  int opened = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (opened < 0) return CURL_SOCKET_BAD;
  unsigned int milliseconds = 20000;
  setsockopt(opened, IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds, sizeof milliseconds);
  return opened;
}

static inline long ccurl_get_long(CURL *_Nonnull handle, CURLINFO info) {
  long value = 0;
  curl_easy_getinfo(handle, info, &value);
  return value;
}

/// The text lives as long as the handle does not change.
static inline const char *_Nullable ccurl_get_text(CURL *_Nonnull handle, CURLINFO info) {
  char *value = NULL;
  curl_easy_getinfo(handle, info, &value);
  return value;
}

static inline void *_Nullable ccurl_get_private(CURL *_Nonnull handle) {
  char *value = NULL;
  curl_easy_getinfo(handle, CURLINFO_PRIVATE, &value);
  return value;
}

static inline CURLMcode ccurl_set_multi_long(CURLM *_Nonnull multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

/// A transfer that has ended; NULL when no more have. `result` says how.
static inline CURL *_Nullable ccurl_next_ended(CURLM *_Nonnull multi, CURLcode *_Nonnull result) {
  int left = 0;
  CURLMsg *message;
  while ((message = curl_multi_info_read(multi, &left))) {
    if (message->msg != CURLMSG_DONE) continue;
    *result = message->data.result;
    return message->easy_handle;
  }
  return NULL;
}

/// A table shared by all transfers of one thread, so that a new connection resumes the TLS session of another.
static inline CURLSH *_Nullable ccurl_create_share(void) {
  CURLSH *share = curl_share_init();
  if (share) curl_share_setopt(share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
  return share;
}

/// Where curl finds the system's certificates: a file with all of them, and a directory of single ones.
static inline const char *_Nullable ccurl_authority_file(void) {
  return curl_version_info(CURLVERSION_NOW)->cainfo;
}

static inline const char *_Nullable ccurl_authority_directory(void) {
  return curl_version_info(CURLVERSION_NOW)->capath;
}

static inline CURLcode ccurl_global(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

#endif
