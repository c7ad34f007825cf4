#!/bin/sh
# For developers: walks the branches of igot.cmd in Wine's cmd.exe, in a folder whose name is in no code page.
# Needs wine64 and gcc-mingw-w64-x86-64-win32 (Debian). Prints a line a case; 0 if all are as they should be.
# Wine's cmd.exe is not Microsoft's: what holds here was still to be seen on Windows.
set -eu

root=$(CDPATH='' cd -P -- "$(dirname "$0")/../.." && pwd -P)
work=$(mktemp -d)
trap 'WINEPREFIX=$work/prefix wineserver -k 2>/dev/null || true; rm -rf "$work"' EXIT
export WINEPREFIX="$work/prefix" WINEDEBUG=-all LC_ALL=C.UTF-8
unset DISPLAY
wine=$(command -v wine64 || command -v wine || echo /usr/lib/wine/wine64)
x86_64-w64-mingw32-gcc -municode -O1 -o "$work/python.exe" "$root/tests/windows/python.c"

here="$work/Büro अधिकारी (1)!"
mkdir -p "$here/.venv/Scripts" "$here/automation" "$work/tools"
cp "$root/igot.cmd" "$here"
cp "$work/python.exe" "$here/.venv/Scripts"
cp "$work/python.exe" "$work/tools/my python.exe"
export SAYS="Z:$work/said.txt" READY="Z:$here/.venv/ready"
boot="[-I][Z:$here/automation/bootstrap.py]"
run="[-I][-X][utf8][Z:$here/automation/bootstrap.py][--run][smoke][a b][ओटीपी]"
failed=0

# The words before -- are variables of the case; then its name, the exit code, and what the stand-in was told.
try() {
    name=$1 code=$2 told=$3
    shift 3
    rm -f "$work/said.txt"
    : >"$work/said.txt"
    set +e
    (cd "$here" && env "$@" "$wine" cmd /c igot.cmd smoke "a b" ओटीपी) >"$work/out.txt" 2>&1
    got=$?
    set -e
    said=$(tr '\\' / <"$work/said.txt")
    if [ "$got" = "$code" ] && [ "$said" = "$told" ]; then
        echo "ok    $name"
    else
        failed=1
        printf 'WRONG %s\n  exit code %s, should be %s\n  told %s\n  should %s\n' "$name" "$got" "$code" "$said" "$told"
        cat "$work/out.txt"
    fi
}

touch "$here/.venv/ready"
try "what is set up runs, with its words and its exit code" 7 "$run" RUN_CODE=7
rm -f "$here/.venv/ready"
named="IGOT_PYTHON=Z:$work/tools/my python.exe"
try "what does not fit is set up, and then run" 5 "$run
$boot
$run" RUN_CODE=5 "$named"
rm -f "$here/.venv/ready"
try "a set-up that fails is 4" 4 "$run
$boot" SETUP_CODE=4 "$named"
try "an interrupted one is 130" 130 "$run
$boot" SETUP_CODE=130 "$named"
try "one that never fits ends" 4 "$run
$boot
$run" NEVER_READY=1 "$named"
rm -r "$here/.venv"
try "without a Python it says so" 4 ""
grep -q "Python 3.11 or newer is needed and none was found" "$work/out.txt" || failed=1
mkdir -p "$here/.venv/Scripts"
cp "$work/python.exe" "$here/.venv/Scripts"
cp "$work/python.exe" "$work/tools/py.exe"
try "the launcher is asked first" 3 "$run
[-3][-c][]
[-3]$boot
$run" RUN_CODE=3 "WINEPATH=Z:$work/tools"
exit $failed
