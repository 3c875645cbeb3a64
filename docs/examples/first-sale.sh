#!/usr/bin/env bash
# A first sale, step by step, by curl and openssl: pairs, gets a token, sells one piece, reads the receipt.
#
#   bash first-sale.sh BOX CODE CA    BOX is such as https://192.168.1.20:8443, CODE what `roadcase box code` prints,
#                                     CA the fleet's fleet.pem
set -euo pipefail
box=$1 code=$2 ca=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

b64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
sha256() { openssl dgst -sha256 -binary | b64; }
# member NAME: a member of the last answer, whose JSON has a member of that name once.
member() { sed -E "s/.*\"$1\":\"?([^\",}]*).*/\1/" "$work/body"; }

# 1. A P-256 key; its thumbprint (RFC 7638) is the device's name.
openssl ecparam -name prime256v1 -genkey -noout -out "$work/key.pem"
point() { openssl ec -in "$work/key.pem" -pubout -outform DER 2>/dev/null | tail -c 64; }
jwk="{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"$(point | head -c 32 | b64)\",\"y\":\"$(point | tail -c 32 | b64)\"}"
thumbprint=$(printf '%s' "$jwk" | sha256)
device=d-${thumbprint:0:16}

# jws HEADER PAYLOAD: signed by that key. openssl gives two integers in DER; a JWS has 32 octets of each.
jws() {
  local signed
  signed=$(printf '%s' "$1" | b64).$(printf '%s' "$2" | b64)
  printf '%s.' "$signed"
  printf '%s' "$signed" | openssl dgst -sha256 -sign "$work/key.pem" | openssl asn1parse -inform DER |
    sed -n 's/.*INTEGER *://p' | while read -r number; do
    # shellcheck disable=SC2059  # the format is the octets
    printf "$(printf '%64s' "$number" | tr ' ' 0 | sed 's/../\\x&/g')"
  done | b64
}

# proof METHOD PATH [TOKEN]: for one request (RFC 9449), with the nonce that the box gave last.
proof() {
  local claims
  claims="\"jti\":\"$(openssl rand 12 | b64)\",\"htm\":\"$1\",\"htu\":\"$box$2\",\"iat\":$(date +%s)"
  if [ -n "$nonce" ]; then claims="$claims,\"nonce\":\"$nonce\""; fi
  if [ -n "${3:-}" ]; then claims="$claims,\"ath\":\"$(printf '%s' "$3" | sha256)\""; fi
  jws "{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":$jwk}" "{$claims}"
}

nonce=""
# ask METHOD PATH OPTION…: the answer is then in a file, and its nonce kept for the next proof.
ask() {
  local method=$1 path=$2 status fresh
  shift 2
  status=$(curl -sS --cacert "$ca" -D "$work/head" -o "$work/body" -w '%{http_code}' -X "$method" "$@" "$box$path")
  fresh=$(sed -nE 's/^[Dd][Pp][Oo][Pp]-[Nn]once: *([^[:space:]]+).*/\1/p' "$work/head")
  nonce=${fresh:-$nonce}
  if [ "$status" -ge 400 ] && ! grep -q 'use.dpop.nonce' "$work/body"; then
    echo "$method $path: $status $(cat "$work/body")" >&2
    return 1
  fi
}
json=(-H "Content-Type: application/json")

# 2. Pairing.
signed=$(jws "{\"alg\":\"ES256\",\"typ\":\"pairing+jwt\",\"jwk\":$jwk}" "{\"code\":\"$code\",\"name\":\"curl\"}")
ask POST /pairings "${json[@]}" -d "{\"pairing\":\"$signed\"}"

# 3. A token. The first answer is 400 `use_dpop_nonce` and brings a nonce; the second proof has it.
form=(-d grant_type=client_credentials -d "client_id=$device")
ask POST /oauth/token -H "DPoP: $(proof POST /oauth/token)" "${form[@]}"
ask POST /oauth/token -H "DPoP: $(proof POST /oauth/token)" "${form[@]}"
token=$(member access_token) seq=$(($(member lastSequence) + 1))

# 4. A sale of one piece of the first thing on offer, at its price, with the tax rounded half up.
ask GET "/catalogue/items?limit=1"
price=$(member price) ppm=$(member ppm)
if [ "$(member taxIncluded)" = true ]; then
  tax=$(((2 * price * ppm + 1000000 + ppm) / (2 * (1000000 + ppm)))) total=$price
else
  tax=$(((2 * price * ppm + 1000000) / 2000000)) total=$((price + tax))
fi
sale="{\"iss\":\"$device\",\"seq\":$seq,\"nonce\":\"$(openssl rand 16 | b64)\",\"pack\":$(member version)"
sale="$sale,\"lines\":[{\"sku\":\"$(member sku)\",\"qty\":1000,\"price\":$price,\"tax\":$tax}]"
sale="$sale,\"tender\":\"cash\",\"total\":$total,\"cur\":\"$(member currency)\"}"
signed=$(jws "{\"alg\":\"ES256\",\"typ\":\"sale+jwt\",\"kid\":\"$device\"}" "$sale")
# The same octets until there is an answer: a sale that is sent twice is booked once.
sell() {
  ask POST /sales -H "Authorization: DPoP $token" -H "DPoP: $(proof POST /sales "$token")" "${json[@]}" \
    -d "{\"sale\":\"$signed\"}"
}
# A nonce lives for a minute at most; where it has grown old, the answer brings another.
sell
if grep -q use-dpop-nonce "$work/body"; then sell; fi

# 5. The receipt, for everybody who has its number.
ask GET "/receipts/$(member receipt)"
cat "$work/body"
echo
