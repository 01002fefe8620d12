// The part of sherpa-onnx that Starling uses: Moonshine recognition and Piper synthesis.
//
// The library is opened at run time from a directory, so a program starts without it and can say what is missing.
// Every object may be used from any thread, several at a time; none may be used after its release.

#ifndef STARLING_CSHERPAONNX_H
#define STARLING_CSHERPAONNX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct sherpa_library sherpa_library;
typedef struct sherpa_recogniser sherpa_recogniser;
typedef struct sherpa_voice sherpa_voice;

/// Opens `directory`/libsherpa-onnx-c-api.so (which finds libonnxruntime.so beside itself). Once opened it stays
/// for the life of the process. On failure returns NULL with the reason in `reason`, ended by NUL.
sherpa_library *sherpa_library_open(const char *directory, char *reason, size_t reason_capacity);

/// The version of the library, for reports.
const char *sherpa_library_version(const sherpa_library *library);

/// Loads a Moonshine model; NULL when the library refuses it.
sherpa_recogniser *sherpa_recogniser_create(
    const sherpa_library *library, const char *encoder, const char *decoder, const char *tokens, int32_t threads);

void sherpa_recogniser_release(sherpa_recogniser *recogniser);

/// Recognises one utterance (mono, 16 kHz, -1 to 1). The UTF-8 text is the caller's to free(); NULL on failure.
char *sherpa_recogniser_decode(const sherpa_recogniser *recogniser, const float *samples, int32_t count);

/// The settings of a Piper voice; the scales are the model's own (see the voice's JSON file).
typedef struct {
  const char *model;
  const char *tokens;
  float noise_scale;
  float noise_scale_w;
  float length_scale;
  int32_t threads;
} sherpa_voice_settings;

/// Loads a Piper voice; NULL when the library refuses it.
sherpa_voice *sherpa_voice_create(const sherpa_library *library, const sherpa_voice_settings *settings);

void sherpa_voice_release(sherpa_voice *voice);

/// Samples a second of what the voice speaks.
int32_t sherpa_voice_sample_rate(const sherpa_voice *voice);

/// Speaks one clause given as IPA code points. Returns the samples (mono, -1 to 1), the caller's to free(), with
/// their number in `sample_count`; NULL on failure.
float *sherpa_voice_speak(
    const sherpa_voice *voice, const int32_t *phonemes, int32_t phoneme_count, int32_t *sample_count);

#endif
