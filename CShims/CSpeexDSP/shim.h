#ifndef STARLING_CSPEEXDSP_H
#define STARLING_CSPEEXDSP_H

#include <speex/speex_resampler.h>

#endif
