#ifndef STARLING_COPUS_H
#define STARLING_COPUS_H

#include <opus/opus.h>

// `opus_encoder_ctl` is variadic, which Swift does not import: one function for each request that is used.

static inline int starling_opus_set_bitrate(OpusEncoder *encoder, opus_int32 bits_per_second) {
  return opus_encoder_ctl(encoder, OPUS_SET_BITRATE(bits_per_second));
}

static inline int starling_opus_set_complexity(OpusEncoder *encoder, opus_int32 complexity) {
  return opus_encoder_ctl(encoder, OPUS_SET_COMPLEXITY(complexity));
}

static inline int starling_opus_set_voice(OpusEncoder *encoder) {
  return opus_encoder_ctl(encoder, OPUS_SET_SIGNAL(OPUS_SIGNAL_VOICE));
}

static inline int starling_opus_set_inband_fec(OpusEncoder *encoder, opus_int32 enabled) {
  return opus_encoder_ctl(encoder, OPUS_SET_INBAND_FEC(enabled));
}

static inline int starling_opus_set_expected_loss(OpusEncoder *encoder, opus_int32 percent) {
  return opus_encoder_ctl(encoder, OPUS_SET_PACKET_LOSS_PERC(percent));
}

static inline int starling_opus_set_dtx(OpusEncoder *encoder, opus_int32 enabled) {
  return opus_encoder_ctl(encoder, OPUS_SET_DTX(enabled));
}

static inline int starling_opus_reset_encoder(OpusEncoder *encoder) {
  return opus_encoder_ctl(encoder, OPUS_RESET_STATE);
}

static inline int starling_opus_reset_decoder(OpusDecoder *decoder) {
  return opus_decoder_ctl(decoder, OPUS_RESET_STATE);
}

#endif
