"""A whole till: it pairs, gets a token, sells one piece, and reads the receipt.

python3 till.py BOX CODE CA      BOX is such as https://192.168.1.20:8443, CODE what `roadcase box code` prints, CA
                                 the fleet's fleet.pem. Python's own library, and `openssl` for the P-256 key.
"""
import base64, hashlib, json, os, secrets, ssl, subprocess, sys, time, urllib.error, urllib.parse, urllib.request

box, code, ca = sys.argv[1:]
KEY, OUTBOX = "till-key.pem", "till-outbox.jws"
tls, nonce = ssl.create_default_context(cafile=ca), None

def b64(octets): return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
def sha256(text): return b64(hashlib.sha256(text.encode()).digest())
def compact(value): return json.dumps(value, separators=(",", ":"))
def openssl(*words, given=b""):
    return subprocess.run(["openssl", *words], input=given, stdout=-1, stderr=-3, check=True).stdout

def jws(header, payload):
    signed = b64(compact({"alg": "ES256", **header}).encode()) + "." + b64(compact(payload).encode())
    der = openssl("dgst", "-sha256", "-sign", KEY, given=signed.encode())
    r, s = der[4:4 + der[3]], der[6 + der[3]:]            # two integers; JWS wants 32 octets of each
    return signed + "." + b64(b"".join(int.from_bytes(n, "big").to_bytes(32, "big") for n in (r, s)))

def ask(method, path, token=None, **body):
    """Sends one request with a fresh proof; once more where the box wants its nonce in it."""
    global nonce
    for _ in range(2):
        claims = {"jti": b64(secrets.token_bytes(12)), "htm": method, "htu": box + path.split("?")[0], "iat": int(time.time())}
        if nonce: claims["nonce"] = nonce
        if token: claims["ath"] = sha256(token)
        headers = {"DPoP": jws({"typ": "dpop+jwt", "jwk": jwk}, claims)}
        if token: headers["Authorization"] = "DPoP " + token
        if "json" in body: headers["Content-Type"] = "application/json"
        data = compact(body["json"]) if "json" in body else urllib.parse.urlencode(body["form"]) if body else None
        request = urllib.request.Request(box + path, data and data.encode(), headers, method=method)
        try: answer = urllib.request.urlopen(request, context=tls, timeout=30)
        except urllib.error.HTTPError as refused: answer = refused
        nonce, said = answer.headers.get("DPoP-Nonce", nonce), json.load(answer)
        if answer.status < 400: return said
        if not {said.get("error"), said.get("type", "")[21:]} & {"use_dpop_nonce", "use-dpop-nonce"}: break
    sys.exit(f"{method} {path}: {answer.status} {compact(said)}")

# 1. A key that never leaves the device. Its thumbprint is the device's name.
if not os.path.exists(KEY):
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", KEY)
point = openssl("ec", "-in", KEY, "-pubout", "-outform", "DER")[-64:]
jwk = {"crv": "P-256", "kty": "EC", "x": b64(point[:32]), "y": b64(point[32:])}
device = "d-" + sha256(compact(jwk))[:16]

# 2. Pairing, by the code. The same key and code again are the same device.
ask("POST", "/pairings", json={"pairing": jws({"typ": "pairing+jwt", "jwk": jwk}, {"code": code, "name": "Till 2"})})

# 3. A token, bound to the key; renewed the same way at two thirds of its life.
granted = ask("POST", "/oauth/token", form={"grant_type": "client_credentials", "client_id": device})
token = granted["access_token"]

# 4. A sale: priced by the catalogue, rounded by the rule, signed, written down, sent until it is answered.
if not os.path.exists(OUTBOX):
    page = ask("GET", "/catalogue/items?limit=1")
    item, pack = page["items"][0], page["pack"]
    price, ppm = item["price"], item["tax"]["ppm"]
    whole = 1_000_000 + ppm if pack["taxIncluded"] else 1_000_000
    tax = (2 * price * ppm + whole) // (2 * whole)
    sale = {"iss": device, "seq": granted["lastSequence"] + 1, "nonce": b64(secrets.token_bytes(16)), "pack": pack["version"],
            "lines": [{"sku": item["sku"], "qty": 1000, "price": price, "tax": tax}], "tender": "cash",
            "total": price if pack["taxIncluded"] else price + tax, "cur": pack["currency"]}
    with open(OUTBOX, "w") as out:
        out.write(jws({"typ": "sale+jwt", "kid": device}, sale))
        out.flush(), os.fsync(out.fileno())
booked = ask("POST", "/sales", token, json={"sale": open(OUTBOX).read()})
os.remove(OUTBOX)

# 5. The receipt: only now is it shown to the customer.
receipt = ask("GET", "/receipts/" + booked["receipt"])
print(compact({"device": device, "seq": receipt["seq"], "receipt": receipt["receipt"], "reference": receipt["reference"],
               "total": receipt["total"], "currency": receipt["currency"]}))
