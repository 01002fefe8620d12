#include "CSherpaOnnx.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if !__has_include("sherpa-onnx/c-api/c-api.h")
#error "sherpa-onnx's header is missing: run `make setup`, which fetches the speech libraries and models into .models"
#endif
#include "sherpa-onnx/c-api/c-api.h"

// Every function used, by its own declared type, so that a changed signature fails the build.
#define SHERPA_FUNCTIONS(use)                     \
  use(SherpaOnnxGetVersionStr)                    \
  use(SherpaOnnxCreateOfflineRecognizer)          \
  use(SherpaOnnxDestroyOfflineRecognizer)         \
  use(SherpaOnnxCreateOfflineStream)              \
  use(SherpaOnnxDestroyOfflineStream)             \
  use(SherpaOnnxAcceptWaveformOffline)            \
  use(SherpaOnnxDecodeOfflineStream)              \
  use(SherpaOnnxGetOfflineStreamResult)           \
  use(SherpaOnnxDestroyOfflineRecognizerResult)   \
  use(SherpaOnnxCreateOfflineTts)                 \
  use(SherpaOnnxDestroyOfflineTts)                \
  use(SherpaOnnxOfflineTtsSampleRate)             \
  use(SherpaOnnxOfflineTtsGenerateWithConfig)     \
  use(SherpaOnnxDestroyOfflineTtsGeneratedAudio)

struct sherpa_library {
#define SHERPA_MEMBER(name) __typeof__(&name) name;
  SHERPA_FUNCTIONS(SHERPA_MEMBER)
};

struct sherpa_recogniser {
  const sherpa_library *library;
  const SherpaOnnxOfflineRecognizer *handle;
};

struct sherpa_voice {
  const sherpa_library *library;
  const SherpaOnnxOfflineTts *handle;
};

static bool resolve(void *image, const char *name, void **function, char *reason, size_t reason_capacity) {
  *function = dlsym(image, name);
  if (*function) return true;
  snprintf(reason, reason_capacity, "libsherpa-onnx-c-api.so has no %s", name);
  return false;
}

sherpa_library *sherpa_library_open(const char *directory, char *reason, size_t reason_capacity) {
  char path[4096];
  int length = snprintf(path, sizeof path, "%s/libsherpa-onnx-c-api.so", directory);
  if (length < 0 || (size_t)length >= sizeof path) {
    snprintf(reason, reason_capacity, "the directory's name is too long");
    return NULL;
  }
  // Never closed: the runtime inside keeps threads and thread-local state.
  void *image = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!image) {
    snprintf(reason, reason_capacity, "%s", dlerror());
    return NULL;
  }
  sherpa_library *library = calloc(1, sizeof *library);
  if (!library) {
    snprintf(reason, reason_capacity, "out of memory");
    return NULL;
  }
#define SHERPA_RESOLVE(name)                                                          \
  if (!resolve(image, #name, (void **)&library->name, reason, reason_capacity)) {     \
    free(library);                                                                    \
    return NULL;                                                                      \
  }
  SHERPA_FUNCTIONS(SHERPA_RESOLVE)
  return library;
}

const char *sherpa_library_version(const sherpa_library *library) { return library->SherpaOnnxGetVersionStr(); }

sherpa_recogniser *sherpa_recogniser_create(
    const sherpa_library *library, const char *encoder, const char *decoder, const char *tokens, int32_t threads) {
  SherpaOnnxOfflineRecognizerConfig config;
  memset(&config, 0, sizeof config);
  config.feat_config.sample_rate = 16000;
  config.feat_config.feature_dim = 80;
  config.model_config.moonshine.encoder = encoder;
  config.model_config.moonshine.merged_decoder = decoder;
  config.model_config.tokens = tokens;
  config.model_config.num_threads = threads;
  config.model_config.provider = "cpu";
  config.decoding_method = "greedy_search";
  const SherpaOnnxOfflineRecognizer *handle = library->SherpaOnnxCreateOfflineRecognizer(&config);
  if (!handle) return NULL;
  sherpa_recogniser *recogniser = calloc(1, sizeof *recogniser);
  if (!recogniser) {
    library->SherpaOnnxDestroyOfflineRecognizer(handle);
    return NULL;
  }
  recogniser->library = library;
  recogniser->handle = handle;
  return recogniser;
}

void sherpa_recogniser_release(sherpa_recogniser *recogniser) {
  if (!recogniser) return;
  recogniser->library->SherpaOnnxDestroyOfflineRecognizer(recogniser->handle);
  free(recogniser);
}

char *sherpa_recogniser_decode(const sherpa_recogniser *recogniser, const float *samples, int32_t count) {
  const sherpa_library *library = recogniser->library;
  const SherpaOnnxOfflineStream *stream = library->SherpaOnnxCreateOfflineStream(recogniser->handle);
  if (!stream) return NULL;
  library->SherpaOnnxAcceptWaveformOffline(stream, 16000, samples, count);
  library->SherpaOnnxDecodeOfflineStream(recogniser->handle, stream);
  const SherpaOnnxOfflineRecognizerResult *result = library->SherpaOnnxGetOfflineStreamResult(stream);
  char *text = result && result->text ? strdup(result->text) : NULL;
  if (result) library->SherpaOnnxDestroyOfflineRecognizerResult(result);
  library->SherpaOnnxDestroyOfflineStream(stream);
  return text;
}

sherpa_voice *sherpa_voice_create(const sherpa_library *library, const sherpa_voice_settings *settings) {
  SherpaOnnxOfflineTtsConfig config;
  memset(&config, 0, sizeof config);
  config.model.vits.model = settings->model;
  config.model.vits.tokens = settings->tokens;
  config.model.vits.noise_scale = settings->noise_scale;
  config.model.vits.noise_scale_w = settings->noise_scale_w;
  config.model.vits.length_scale = settings->length_scale;
  config.model.num_threads = settings->threads;
  config.model.provider = "cpu";
  config.max_num_sentences = 1;
  config.silence_scale = 1;
  const SherpaOnnxOfflineTts *handle = library->SherpaOnnxCreateOfflineTts(&config);
  if (!handle) return NULL;
  sherpa_voice *voice = calloc(1, sizeof *voice);
  if (!voice) {
    library->SherpaOnnxDestroyOfflineTts(handle);
    return NULL;
  }
  voice->library = library;
  voice->handle = handle;
  return voice;
}

void sherpa_voice_release(sherpa_voice *voice) {
  if (!voice) return;
  voice->library->SherpaOnnxDestroyOfflineTts(voice->handle);
  free(voice);
}

int32_t sherpa_voice_sample_rate(const sherpa_voice *voice) {
  return voice->library->SherpaOnnxOfflineTtsSampleRate(voice->handle);
}

float *sherpa_voice_speak(
    const sherpa_voice *voice, const int32_t *phonemes, int32_t phoneme_count, int32_t *sample_count) {
  const sherpa_library *library = voice->library;
  *sample_count = 0;
  if (phoneme_count <= 0) return NULL;
  SherpaOnnxGenerationConfig config;
  memset(&config, 0, sizeof config);
  config.silence_scale = 1;
  config.speed = 1;
  config.phoneme_codepoints = phonemes;
  config.phoneme_codepoints_lens = &phoneme_count;
  config.phoneme_codepoints_num_sentences = 1;
  const SherpaOnnxGeneratedAudio *audio =
      library->SherpaOnnxOfflineTtsGenerateWithConfig(voice->handle, "", &config, NULL, NULL);
  if (!audio) return NULL;
  float *samples = NULL;
  if (audio->n > 0 && audio->samples) {
    samples = malloc((size_t)audio->n * sizeof *samples);
    if (samples) {
      memcpy(samples, audio->samples, (size_t)audio->n * sizeof *samples);
      *sample_count = audio->n;
    }
  }
  library->SherpaOnnxDestroyOfflineTtsGeneratedAudio(audio);
  return samples;
}
