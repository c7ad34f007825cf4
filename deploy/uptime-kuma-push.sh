#!/bin/sh
# Looks at the portal and tells a push monitor of Uptime Kuma. KUMA_PUSH_URL is the address that Kuma shows for it.
# OK is told as up, a warning or a finding as down. Without an answer nothing is told, and Kuma misses its heartbeat.
# Give Kuma an interval a little longer than the time between two runs. Further words go to igot smoke.
set -u
: "${KUMA_PUSH_URL:?set it to the address of the push monitor}"
line=$(/opt/igot/igot smoke --nagios --alarm on-change "$@")
code=$?
case $code in
    0) status=up ;;
    1 | 2) status=down ;;
    *) echo "$line" >&2 && exit "$code" ;;
esac
curl --fail --silent --show-error --max-time 30 --output /dev/null --get "${KUMA_PUSH_URL%%\?*}" \
    --data-urlencode "status=$status" --data-urlencode "msg=${line%% | *}"
