#!/bin/sh
# Builds the fuzzer of the wire formats, with the address sanitizer and coverage in the modules under test.
#
#   Sources/FuzzWire/build.sh .build/fuzz
#   SWIFT_BACKTRACE=enable=no .build/fuzz/fuzz-wire -max_total_time=60 .build/fuzz/corpus fixtures/wire/telnyx
#
# New inputs go to the first folder; a crash is left as a file, to be named and put into the second.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
out=${1:-.build/fuzz}
mkdir -p "$out/corpus"
flags="-O -swift-version 6 -wmo -parse-as-library -sanitize=fuzzer,address -strict-memory-safety"
features="-enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault
  -enable-upcoming-feature MemberImportVisibility"
module() {
  name=$1
  shift
  # shellcheck disable=SC2086
  swiftc $flags $features -module-name "$name" -emit-module -emit-module-path "$out/$name.swiftmodule" \
    -I "$out" -c -o "$out/$name.o" "$@"
}
module Audio "$root/Sources/Audio/MediaTime.swift" "$root/Sources/Audio/AudioCodec.swift"
# shellcheck disable=SC2046
module Wire $(find "$root/Sources/Wire" -name '*.swift')
module FuzzWire "$root/Sources/FuzzWire/FuzzWire.swift" "$root/Sources/FuzzWire/FuzzTelnyx.swift" \
  "$root/Sources/FuzzWire/FuzzProviders.swift"
swiftc -sanitize=fuzzer,address "$out/Audio.o" "$out/Wire.o" "$out/FuzzWire.o" -lm -use-ld=lld -o "$out/fuzz-wire"
