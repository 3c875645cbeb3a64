// A till as somebody would write it who has read the RFCs and docs/auth.md: `jose`, fetch, and no
// code of ours. Prints a line of JSON for each step; the test compares.
//
// node stock-client.mjs BOX ADMIN ADMIN-TOKEN
import { createHash, randomBytes } from 'node:crypto';
import { SignJWT, calculateJwkThumbprint, createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify } from 'jose';

const [box, admin, adminToken] = process.argv.slice(2);
const say = (step, what) => console.log(JSON.stringify({ step, ...what }));

const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: false });
const jwk = await exportJWK(publicKey);
const jkt = await calculateJwkThumbprint(jwk);
let nonce;

async function proof(method, url, token) {
  const claims = { htm: method, htu: url.split(/[?#]/)[0], ...(nonce && { nonce }) };
  if (token) claims.ath = createHash('sha256').update(token).digest('base64url');
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
    .setJti(randomBytes(12).toString('base64url'))
    .setIssuedAt()
    .sign(privateKey);
}

async function ask(method, url, { token, form, json } = {}) {
  for (let tries = 0; ; tries++) {
    const headers = { DPoP: await proof(method, url, token) };
    if (token) headers.Authorization = `DPoP ${token}`;
    if (json) headers['Content-Type'] = 'application/json';
    const body = form ? new URLSearchParams(form) : json && JSON.stringify(json);
    const answer = await fetch(url, { method, headers, body });
    const fresh = answer.headers.get('DPoP-Nonce');
    if (fresh) nonce = fresh;
    const said = await answer.json().catch(() => ({}));
    const wantsNonce = said.error === 'use_dpop_nonce' || /use_dpop_nonce/.test(answer.headers.get('WWW-Authenticate') ?? '');
    if (!wantsNonce || tries === 3) return { status: answer.status, said };
  }
}

const crew = async (method, path) =>
  (await fetch(admin + path, { method, headers: { Authorization: `Bearer ${adminToken}` } })).json();

const metadata = await (await fetch(`${box}/.well-known/oauth-authorization-server`)).json();

// Pairing, by RFC 8628 with a commitment.
const reveal = randomBytes(16).toString('base64url');
const asked = await ask('POST', metadata.device_authorization_endpoint, {
  form: { client_id: 'till', device_name: 'stock client', commitment: createHash('sha256').update(reveal).digest('base64url') },
});
const poll = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: asked.said.device_code, reveal };
const pending = await ask('POST', metadata.token_endpoint, { form: poll });
const digest = createHash('sha256')
  .update(['roadcase sas 1', asked.said.box_key, jkt, asked.said.box_nonce, reveal].join('|'))
  .digest();
const digits = String(digest.readBigUInt64BE() % 1000000n).padStart(6, '0');
const waiting = (await crew('GET', '/waiting')).waiting.find((one) => one.name === 'stock client');
say('asked', { pending: pending.said.error, mine: digits, theirs: waiting.digits });
await crew('POST', `/waiting/${waiting.id}/let-in`);
await new Promise((soon) => setTimeout(soon, 2100));
const granted = await ask('POST', metadata.token_endpoint, { form: poll });
const token = granted.said.access_token;
const verified = await jwtVerify(token, createRemoteJWKSet(new URL(metadata.jwks_uri)), { typ: 'at+jwt', algorithms: ['ES256'] });
say('granted', { status: granted.status, type: granted.said.token_type, bound: verified.payload.cnf.jkt === jkt, length: token.length });

// A sale, signed by the device.
const page = await (await fetch(`${box}/catalogue/items?limit=1`)).json();
const item = page.items[0];
const ppm = BigInt(item.tax.ppm);
const price = BigInt(item.price);
// Inclusive tax, rounded half up: price * ppm / (1,000,000 + ppm).
const tax = Number((2n * price * ppm + 1_000_000n + ppm) / (2n * (1_000_000n + ppm)));
const device = asked.said.device;
const sale = await new SignJWT({
  iss: device, seq: 1, nonce: randomBytes(16).toString('base64url'), pack: page.pack.version,
  lines: [{ sku: item.sku, qty: 1000, price: item.price, tax }], tender: 'cash', total: item.price, cur: page.pack.currency,
})
  .setProtectedHeader({ alg: 'ES256', typ: 'sale+jwt', kid: device })
  .sign(privateKey);
const sold = await ask('POST', `${box}/sales`, { token, json: { sale } });
const again = await ask('POST', `${box}/sales`, { token, json: { sale } });
say('sold', { status: sold.status, again: again.status, same: sold.said.receipt === again.said.receipt, problem: sold.said.detail });

// Renewal by the key alone.
const renewed = await ask('POST', metadata.token_endpoint, { form: { grant_type: 'client_credentials', client_id: device } });
say('renewed', { status: renewed.status, other: renewed.said.access_token !== token });

// Put out.
await crew('POST', `/devices/${device}/revoke`);
const refused = await ask('POST', `${box}/sales`, { token: renewed.said.access_token, json: { sale } });
const noMore = await ask('POST', metadata.token_endpoint, { form: { grant_type: 'client_credentials', client_id: device } });
say('revoked', { status: refused.status, problem: refused.said.type, renewal: noMore.said.error });
