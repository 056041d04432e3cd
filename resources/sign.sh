#!/bin/sh
# Podpisuje jeden program dla Windows, w miejscu: sh resources/sign.sh PLIK.exe
# Certyfikat: WINDOWS_CERTIFICATE (PKCS#12 w base64) i WINDOWS_CERTIFICATE_PASSWORD. Gdy go nie ma, mówi to i kończy bez błędu.
# TIMESTAMP_URL wskazuje serwer znakowania czasem; pusty: bez znacznika (do prób).
set -eu
file=${1:?plik}
if [ -z "${WINDOWS_CERTIFICATE:-}" ]; then
    echo "Bez podpisu (nie ma certyfikatu): $file" >&2
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 077
printf '%s' "$WINDOWS_CERTIFICATE" | base64 -d >"$work/certificate.p12"
printf '%s' "${WINDOWS_CERTIFICATE_PASSWORD:-}" >"$work/password"
stamp=${TIMESTAMP_URL-http://timestamp.digicert.com}
osslsigncode sign -pkcs12 "$work/certificate.p12" -readpass "$work/password" -h sha256 -n "Konwerter KSeF" \
    ${stamp:+-ts "$stamp"} -in "$file" -out "$work/signed" >&2
cat "$work/signed" >"$file"
