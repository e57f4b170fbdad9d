#!/bin/sh
# Builds the release binary with no path of the machine it is built on in it: the sources of Dateline are called /dateline
# there, those of its libraries /cargo, those of Rust /rust. Arguments go to cargo.
#
#   deploy/build-release.sh --package dateline
#   deploy/build-release.sh --package dateline --features kafka-tls
#
# The binary is target/release/dateline, as of a plain `cargo build --release`.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
cargo_home=${CARGO_HOME:-$HOME/.cargo}
rust=$(cd "$root" && rustc --print sysroot)

# Cargo's own separator, so that a path may hold spaces.
separator=$(printf '\037')
flags=
for flag in ${RUSTFLAGS:-}; do flags="$flags$flag$separator"; done
# The last one that fits is taken, so what lies in another comes after it.
for pair in "$rust/lib/rustlib/src/rust=/rust" "$cargo_home=/cargo" "$cargo_home/registry/src=/cargo" "$root=/dateline" \
    "$target=/dateline/target"; do
    flags="$flags--remap-path-prefix=$pair$separator"
    # C and C++, where a space would end the flag.
    case "$pair" in
        *[[:space:]]*) ;;
        *) c_flags="${c_flags:-} -ffile-prefix-map=$pair" ;;
    esac
done
export CARGO_ENCODED_RUSTFLAGS="${flags%"$separator"}"
export CFLAGS="${CFLAGS:-}${c_flags:-}" CXXFLAGS="${CXXFLAGS:-}${c_flags:-}"

cd "$root"
cargo build --locked --release "$@"

# What is built below somebody's home directory must not tell whose.
status=0
for binary in "$target"/release/*; do
    if [ ! -f "$binary" ] || [ ! -x "$binary" ]; then continue; fi
    for path in "$root" "$cargo_home"; do
        case "$path" in
            "$HOME"/*) ;;
            *) continue ;;
        esac
        left=$(LC_ALL=C grep -a -c -F "$path/" "$binary" || true)
        if [ "$left" -gt 0 ]; then
            echo "build-release: $binary still names $path; build in a directory that tells nothing, such as /src, or" \
                "with deploy/Dockerfile (OpenSSL writes its build directory and flags into itself)" >&2
            status=1
        fi
    done
done
exit $status
