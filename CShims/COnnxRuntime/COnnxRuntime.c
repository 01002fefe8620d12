#include "COnnxRuntime.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ONNX Runtime's C interface is a table of functions to which releases only append. The wheel that carries the
// library brings no header, so what is called here is declared by its place in that table (OrtApi in
// onnxruntime_c_api.h).
typedef struct OrtStatus OrtStatus;
typedef struct OrtEnv OrtEnv;
typedef struct OrtSession OrtSession;
typedef struct OrtSessionOptions OrtSessionOptions;
typedef struct OrtMemoryInfo OrtMemoryInfo;
typedef struct OrtValue OrtValue;

typedef struct {
  const void *const *(*get_api)(uint32_t version);
  const char *(*get_version_string)(void);
} ort_api_base;

enum { FRAMES = 4, FRAME_SIZE = 128, FRAME_STEP = 64 };
enum { API_VERSION = 17, LOG_ERROR = 3, TENSOR_FLOAT = 1, ARENA_ALLOCATOR = 1, MEMORY_DEFAULT = 0 };

typedef struct {
  const char *(*get_error_message)(const OrtStatus *);
  OrtStatus *(*create_env)(int level, const char *name, OrtEnv **);
  OrtStatus *(*create_session)(
      const OrtEnv *, const void *model, size_t size, const OrtSessionOptions *, OrtSession **);
  OrtStatus *(*run)(
      OrtSession *, const void *run_options, const char *const *input_names, const OrtValue *const *inputs,
      size_t input_count, const char *const *output_names, size_t output_count, OrtValue **outputs);
  OrtStatus *(*create_session_options)(OrtSessionOptions **);
  OrtStatus *(*set_intra_op_threads)(OrtSessionOptions *, int);
  OrtStatus *(*set_inter_op_threads)(OrtSessionOptions *, int);
  OrtStatus *(*input_count)(const OrtSession *, size_t *);
  OrtStatus *(*create_tensor)(
      const OrtMemoryInfo *, void *data, size_t bytes, const int64_t *shape, size_t rank, int type, OrtValue **);
  OrtStatus *(*create_cpu_memory_info)(int allocator, int memory, OrtMemoryInfo **);
  void (*release_env)(OrtEnv *);
  void (*release_status)(OrtStatus *);
  void (*release_memory_info)(OrtMemoryInfo *);
  void (*release_session)(OrtSession *);
  void (*release_value)(OrtValue *);
  void (*release_session_options)(OrtSessionOptions *);
} ort_functions;

struct onnx_silero {
  ort_functions ort;
  const char *version;
  OrtEnv *env;
  OrtSession *session;
  OrtMemoryInfo *memory;
};

struct onnx_silero_batch {
  onnx_silero *session;
  size_t capacity;
  float *input;        // [capacity][288]
  float *frames;       // [capacity][4][128]
  float *state;        // first layer of every question, then (moved there by run) the second layers
  float *second;       // second layer of every question
  float *probability;  // [capacity]
  float *next_state;   // [2][count][128]
};

static void fill_functions(ort_functions *ort, const void *const *table) {
#define PLACE(member, index) memcpy(&ort->member, &table[index], sizeof ort->member)
  PLACE(get_error_message, 2);
  PLACE(create_env, 3);
  PLACE(create_session, 8);  // from bytes; 7 is from a file
  PLACE(run, 9);
  PLACE(create_session_options, 10);
  PLACE(set_intra_op_threads, 24);
  PLACE(set_inter_op_threads, 25);
  PLACE(input_count, 30);
  PLACE(create_tensor, 49);
  PLACE(create_cpu_memory_info, 69);
  PLACE(release_env, 92);
  PLACE(release_status, 93);
  PLACE(release_memory_info, 94);
  PLACE(release_session, 95);
  PLACE(release_value, 96);
  PLACE(release_session_options, 100);
#undef PLACE
}

/// True when the call went well; otherwise its message is in `reason`.
static bool well(const ort_functions *ort, OrtStatus *status, char *reason, size_t capacity) {
  if (!status) return true;
  snprintf(reason, capacity, "%s", ort->get_error_message(status));
  ort->release_status(status);
  return false;
}

static int32_t load_library(onnx_silero *session, const char *directory, char *reason, size_t capacity) {
  char path[4096];
  int length = snprintf(path, sizeof path, "%s/libonnxruntime.so", directory);
  if (length < 0 || (size_t)length >= sizeof path) {
    snprintf(reason, capacity, "the directory's name is too long");
    return ONNX_NO_LIBRARY;
  }
  // Never closed: the library keeps thread-local state.
  void *image = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!image) {
    snprintf(reason, capacity, "%s", dlerror());
    return ONNX_NO_LIBRARY;
  }
  const ort_api_base *(*get_base)(void) = NULL;
  void *symbol = dlsym(image, "OrtGetApiBase");
  memcpy(&get_base, &symbol, sizeof get_base);
  const ort_api_base *base = get_base ? get_base() : NULL;
  if (!base) {
    snprintf(reason, capacity, "%s has no OrtGetApiBase", path);
    return ONNX_OLD_LIBRARY;
  }
  session->version = base->get_version_string();
  int major = 0, minor = 0;
  const void *const *table = NULL;
  if (sscanf(session->version, "%d.%d", &major, &minor) == 2 && major == 1 && minor >= API_VERSION) {
    table = base->get_api(API_VERSION);
  }
  if (!table) {
    snprintf(reason, capacity, "version %s; 1.%d or a later 1.x is needed", session->version, API_VERSION);
    return ONNX_OLD_LIBRARY;
  }
  fill_functions(&session->ort, table);
  return 0;
}

static int32_t load_model(
    onnx_silero *session, const void *model, size_t size, char *reason, size_t capacity) {
  const ort_functions *ort = &session->ort;
  OrtSessionOptions *options = NULL;
  size_t inputs = 0;
  // One thread: the caller's. A pool of the library's own would spin beside the media threads.
  bool loaded = well(ort, ort->create_env(LOG_ERROR, "starling", &session->env), reason, capacity)
      && well(ort, ort->create_session_options(&options), reason, capacity)
      && well(ort, ort->set_intra_op_threads(options, 1), reason, capacity)
      && well(ort, ort->set_inter_op_threads(options, 1), reason, capacity)
      && well(ort, ort->create_session(session->env, model, size, options, &session->session), reason, capacity)
      && well(ort, ort->create_cpu_memory_info(ARENA_ALLOCATOR, MEMORY_DEFAULT, &session->memory), reason, capacity)
      && well(ort, ort->input_count(session->session, &inputs), reason, capacity);
  if (options) ort->release_session_options(options);
  if (!loaded) return ONNX_NO_MODEL;
  if (inputs == 2) return 0;
  snprintf(reason, capacity, "it has %zu inputs instead of 2", inputs);
  return ONNX_NO_MODEL;
}

onnx_silero *onnx_silero_open(
    const char *directory, const void *model, size_t model_size, int32_t *cause, char *reason, size_t capacity) {
  onnx_silero *session = calloc(1, sizeof *session);
  if (!session) {
    *cause = ONNX_NO_MEMORY;
    snprintf(reason, capacity, "out of memory");
    return NULL;
  }
  *cause = load_library(session, directory, reason, capacity);
  if (*cause == 0) *cause = load_model(session, model, model_size, reason, capacity);
  if (*cause == 0) return session;
  onnx_silero_release(session);
  return NULL;
}

const char *onnx_silero_version(const onnx_silero *session) { return session->version; }

void onnx_silero_release(onnx_silero *session) {
  if (!session) return;
  if (session->memory) session->ort.release_memory_info(session->memory);
  if (session->session) session->ort.release_session(session->session);
  if (session->env) session->ort.release_env(session->env);
  free(session);
}

onnx_silero_batch *onnx_silero_batch_create(onnx_silero *session, size_t capacity) {
  onnx_silero_batch *batch = calloc(1, sizeof *batch);
  if (!batch) return NULL;
  batch->session = session;
  batch->capacity = capacity;
  batch->input = calloc(capacity * ONNX_SILERO_INPUT, sizeof(float));
  batch->frames = calloc(capacity * FRAMES * FRAME_SIZE, sizeof(float));
  batch->state = calloc(capacity * 2 * ONNX_SILERO_LAYER, sizeof(float));
  batch->second = calloc(capacity * ONNX_SILERO_LAYER, sizeof(float));
  batch->probability = calloc(capacity, sizeof(float));
  batch->next_state = calloc(capacity * 2 * ONNX_SILERO_LAYER, sizeof(float));
  bool whole = batch->input && batch->frames && batch->state && batch->second && batch->probability
      && batch->next_state;
  if (whole) return batch;
  onnx_silero_batch_release(batch);
  return NULL;
}

void onnx_silero_batch_release(onnx_silero_batch *batch) {
  if (!batch) return;
  free(batch->input);
  free(batch->frames);
  free(batch->state);
  free(batch->second);
  free(batch->probability);
  free(batch->next_state);
  free(batch);
}

float *onnx_silero_batch_input(onnx_silero_batch *batch, size_t index) {
  return batch->input + index * ONNX_SILERO_INPUT;
}

float *onnx_silero_batch_state(onnx_silero_batch *batch, size_t layer, size_t index) {
  return (layer == 0 ? batch->state : batch->second) + index * ONNX_SILERO_LAYER;
}

float onnx_silero_batch_probability(const onnx_silero_batch *batch, size_t index) {
  return batch->probability[index];
}

const float *onnx_silero_batch_next_state(
    const onnx_silero_batch *batch, size_t count, size_t layer, size_t index) {
  return batch->next_state + (layer * count + index) * ONNX_SILERO_LAYER;
}

/// Cuts each question into four frames of 128 in steps of 64. The last reaches 32 samples past the end: what it finds
/// there is the sound mirrored at its last sample, as in the published model.
static void cut_frames(onnx_silero_batch *batch, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const float *input = batch->input + i * ONNX_SILERO_INPUT;
    float *frames = batch->frames + i * FRAMES * FRAME_SIZE;
    for (size_t frame = 0; frame < FRAMES; frame++) {
      size_t start = frame * FRAME_STEP, present = ONNX_SILERO_INPUT - start;
      if (present > FRAME_SIZE) present = FRAME_SIZE;
      memcpy(frames + frame * FRAME_SIZE, input + start, present * sizeof(float));
      for (size_t k = present; k < FRAME_SIZE; k++) {
        frames[frame * FRAME_SIZE + k] = input[2 * (ONNX_SILERO_INPUT - 1) - start - k];
      }
    }
  }
}

static bool run_tensors(
    const onnx_silero_batch *batch, OrtValue *values[4], size_t count, char *reason, size_t capacity) {
  const ort_functions *ort = &batch->session->ort;
  const OrtMemoryInfo *memory = batch->session->memory;
  const int64_t n = (int64_t)count;
  const int64_t frames_shape[] = {n, FRAMES, FRAME_SIZE}, state_shape[] = {2, n, ONNX_SILERO_LAYER};
  const int64_t probability_shape[] = {n, 1};
  const size_t state_bytes = count * 2 * ONNX_SILERO_LAYER * sizeof(float);
  struct {
    void *data;
    size_t bytes;
    const int64_t *shape;
    size_t rank;
    int type;
  } tensors[4] = {
      {batch->frames, count * FRAMES * FRAME_SIZE * sizeof(float), frames_shape, 3, TENSOR_FLOAT},
      {batch->state, state_bytes, state_shape, 3, TENSOR_FLOAT},
      {batch->probability, count * sizeof(float), probability_shape, 2, TENSOR_FLOAT},
      {batch->next_state, state_bytes, state_shape, 3, TENSOR_FLOAT},
  };
  for (size_t i = 0; i < 4; i++) {
    OrtStatus *status = ort->create_tensor(
        memory, tensors[i].data, tensors[i].bytes, tensors[i].shape, tensors[i].rank, tensors[i].type, &values[i]);
    if (!well(ort, status, reason, capacity)) return false;
  }
  static const char *const inputs[] = {"frames", "state"};
  static const char *const outputs[] = {"output", "stateN"};
  OrtStatus *status = ort->run(
      batch->session->session, NULL, inputs, (const OrtValue *const *)values, 2, outputs, 2, &values[2]);
  return well(ort, status, reason, capacity);
}

int32_t onnx_silero_batch_run(onnx_silero_batch *batch, size_t count, char *reason, size_t capacity) {
  if (count == 0 || count > batch->capacity) {
    snprintf(reason, capacity, "%zu questions do not fit a batch of %zu", count, batch->capacity);
    return -1;
  }
  memcpy(batch->state + count * ONNX_SILERO_LAYER, batch->second, count * ONNX_SILERO_LAYER * sizeof(float));
  cut_frames(batch, count);
  OrtValue *values[4] = {NULL};
  bool done = run_tensors(batch, values, count, reason, capacity);
  for (size_t i = 0; i < 4; i++) {
    if (values[i]) batch->session->ort.release_value(values[i]);
  }
  return done ? 0 : -1;
}
