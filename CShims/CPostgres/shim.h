#ifndef STARLING_CPOSTGRES_H
#define STARLING_CPOSTGRES_H

#include <libpq-fe.h>

#endif
