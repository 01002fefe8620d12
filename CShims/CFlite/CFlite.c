#include "CFlite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <flite/flite.h>

// Declared in no header of the Debian package; the libraries export them.
cst_voice *register_cmu_us_awb(const char *directory);
cst_voice *register_cmu_us_kal16(const char *directory);

static cst_voice *voices[2];

int32_t cflite_start(void) {
  if (voices[0] && voices[1]) return 0;
  if (flite_init() != 0) return -1;
  voices[CFLITE_AWB] = register_cmu_us_awb(NULL);
  voices[CFLITE_KAL16] = register_cmu_us_kal16(NULL);
  return voices[0] && voices[1] ? 0 : -1;
}

// flite's own chain for text (cst_synth.c) up to the phones; durations, pitch and sound are left out. Which
// function stands behind a hook is the voice's (the English ones), the second member is the default.
static const cst_synth_module front_end[] = {
    {"tokenizer_func", default_tokenization},
    {"textanalysis_func", default_textanalysis},
    {"pos_tagger_func", default_pos_tagger},
    {"phrasing_func", default_phrasing},
    {"lexical_insertion_func", default_lexical_insertion},
    {"pause_insertion_func", default_pause_insertion},
    {"postlex_func", NULL},
    {NULL, NULL},
};

static void write_phones(FILE *out, const cst_item *word) {
  const char *separator = "";
  for (const cst_item *syllable = item_daughter(item_as(word, "SylStructure")); syllable;
       syllable = item_next(syllable)) {
    const char *stress = item_feat_present(syllable, "stress") ? item_feat_string(syllable, "stress") : "0";
    const char *start = ".";
    for (const cst_item *phone = item_daughter(syllable); phone; phone = item_next(phone)) {
      const char *name = item_feat_string(phone, "name");
      const char *is_vowel = ffeature_string(item_as(phone, "Segment"), "ph_vc");
      fprintf(out, "%s%s%s%s", separator, start, name, strcmp(is_vowel, "+") == 0 ? stress : "");
      separator = " ";
      start = "";
    }
  }
}

/// What followed the word in the text: only the last word of a token has it.
static void write_punctuation(FILE *out, const cst_item *word) {
  const cst_item *in_token = item_as(word, "Token");
  if (!in_token || item_next(in_token)) return;
  const cst_item *token = item_parent(in_token);
  if (token && item_feat_present(token, "punc")) fputs(item_feat_string(token, "punc"), out);
}

static char *phones_of(cst_utterance *utterance) {
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&text, &length);
  if (!out) return NULL;
  if (utt_relation_present(utterance, "Word")) {
    for (const cst_item *word = relation_head(utt_relation(utterance, "Word")); word; word = item_next(word)) {
      fprintf(out, "%s\t", item_feat_string(word, "name"));
      write_phones(out, word);
      fputc('\t', out);
      write_punctuation(out, word);
      fputc('\n', out);
    }
  }
  if (fclose(out) != 0) {
    free(text);
    return NULL;
  }
  return text;
}

char *cflite_phones(const char *text) {
  cst_utterance *utterance = new_utterance();
  if (!utterance) return NULL;
  utt_set_input_text(utterance, text);
  utt_init(utterance, voices[CFLITE_KAL16]);
  char *phones = apply_synth_method(utterance, front_end) ? phones_of(utterance) : NULL;
  delete_utterance(utterance);
  return phones;
}

int16_t *cflite_speak(int32_t voice, const char *text, int32_t *sample_count, int32_t *sample_rate) {
  *sample_count = 0;
  *sample_rate = 0;
  if (voice != CFLITE_AWB && voice != CFLITE_KAL16) return NULL;
  cst_wave *wave = flite_text_to_wave(text, voices[voice]);
  if (!wave) return NULL;
  int16_t *samples = NULL;
  if (wave->num_samples > 0 && wave->num_channels == 1) {
    samples = malloc((size_t)wave->num_samples * sizeof *samples);
    if (samples) {
      memcpy(samples, wave->samples, (size_t)wave->num_samples * sizeof *samples);
      *sample_count = wave->num_samples;
      *sample_rate = wave->sample_rate;
    }
  }
  delete_wave(wave);
  return samples;
}
