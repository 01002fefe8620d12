// The part of flite that Starling uses: two small voices, and the English front end as phones.

#ifndef STARLING_CFLITE_H
#define STARLING_CFLITE_H

#include <stddef.h>
#include <stdint.h>

/// The two voices that are used, by number.
static const int32_t CFLITE_AWB = 0;
static const int32_t CFLITE_KAL16 = 1;

/// Loads both voices. Call it once, before anything else and from one thread; 0 on success.
int32_t cflite_start(void);

/// The pronunciation of an ASCII text, numbers and abbreviations written out. One line a word:
///
///     word TAB phones TAB punctuation LF
///
/// Phones are CMU ARPABET in lower case, parted by spaces; a vowel carries its stress (0 or 1). A phone that begins
/// a syllable has a leading '.'. The punctuation is what followed the word in the text, often empty.
/// The string is the caller's to free(); NULL on failure.
char *cflite_phones(const char *text);

/// Speaks an ASCII text. Returns s16 mono samples, the caller's to free(), with their number and rate;
/// NULL on failure.
int16_t *cflite_speak(int32_t voice, const char *text, int32_t *sample_count, int32_t *sample_rate);

#endif
