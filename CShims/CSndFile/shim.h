#ifndef STARLING_CSNDFILE_H
#define STARLING_CSNDFILE_H

#include <sndfile.h>

#endif
