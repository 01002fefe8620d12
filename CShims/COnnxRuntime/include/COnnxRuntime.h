// The part of ONNX Runtime that Starling uses: one shared session of the Silero voice activity model at 8 kHz.
//
// The library is opened at run time from a directory, so a program starts without it and can say what is missing.
// A session may be used from several threads at once; a batch by one at a time.

#ifndef STARLING_CONNXRUNTIME_H
#define STARLING_CONNXRUNTIME_H

#include <stddef.h>
#include <stdint.h>

/// Samples of one question: the last 32 of the audio before the window, then the window's 256.
#define ONNX_SILERO_INPUT 288
/// Values in each of the two layers of a call's recurrent state.
#define ONNX_SILERO_LAYER 128

typedef struct onnx_silero onnx_silero;
typedef struct onnx_silero_batch onnx_silero_batch;

/// What kept a session from opening.
enum { ONNX_NO_LIBRARY = 1, ONNX_OLD_LIBRARY = 2, ONNX_NO_MODEL = 3, ONNX_NO_MEMORY = 4 };

/// Opens `directory`/libonnxruntime.so and the model, an ONNX file's bytes with the inputs `frames` [n, 4, 128] and
/// `state` [2, n, 128] and the outputs `output` [n, 1] and `stateN` [2, n, 128]. Once opened the library stays for the
/// life of the process. On failure returns NULL, one of the numbers above in `cause`, and the reason in `reason`,
/// ended by NUL.
onnx_silero *onnx_silero_open(
    const char *directory, const void *model, size_t model_size, int32_t *cause, char *reason,
    size_t reason_capacity);

/// The version of the library, for reports.
const char *onnx_silero_version(const onnx_silero *session);

void onnx_silero_release(onnx_silero *session);

/// Room for `capacity` questions; NULL when there is no memory.
onnx_silero_batch *onnx_silero_batch_create(onnx_silero *session, size_t capacity);

void onnx_silero_batch_release(onnx_silero_batch *batch);

/// Where question `index` (below the capacity) is written and its answer read.
float *onnx_silero_batch_input(onnx_silero_batch *batch, size_t index);
float *onnx_silero_batch_state(onnx_silero_batch *batch, size_t layer, size_t index);
float onnx_silero_batch_probability(const onnx_silero_batch *batch, size_t index);
/// Valid after a run of `count` questions.
const float *onnx_silero_batch_next_state(
    const onnx_silero_batch *batch, size_t count, size_t layer, size_t index);

/// Answers the first `count` questions; 0, or -1 with the reason in `reason`.
int32_t onnx_silero_batch_run(onnx_silero_batch *batch, size_t count, char *reason, size_t reason_capacity);

#endif
