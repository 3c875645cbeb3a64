// Five OAuth libraries as they come, against a box that none of them has heard of. Each step is done in the words of the
// library's own manual; a line of JSON says whether it went through. The test holds the lines against its table.
//
// node stock-libraries.mjs BOX VISITORS ADMIN ADMIN-TOKEN AUDIENCE
import { randomBytes, randomUUID, webcrypto } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import * as dpop from 'dpop';
import * as jose from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import simple from 'simple-oauth2';

const [box, visitors, admin, adminToken, audience] = process.argv.slice(2);
const issuer = new URL(box);
const say = (step, ok, got) => console.log(JSON.stringify({ step, ok, got: String(got ?? '').slice(0, 300) }));

async function step(name, what) {
  try {
    const got = await what();
    say(name, true, typeof got === 'string' ? got : JSON.stringify(got));
    return got;
  } catch (e) {
    say(name, false, [e.name, e.code, e.error, e.message, e.cause?.message, e.cause?.code].filter(Boolean).join(' '));
    return undefined;
  }
}

function want(is, should, what) {
  if (is !== should) throw new Error(`${what}: ${is}, not ${should}`);
  return is;
}

async function crew(method, path, body) {
  const headers = { Authorization: `Bearer ${adminToken}`, 'Content-Type': 'application/json' };
  const answer = await fetch(admin + path, { method, headers, body: body && JSON.stringify(body) });
  return answer.json();
}

async function approve(userCode) {
  const waits = (await crew('GET', '/waiting')).waiting.find((one) => one.code === userCode);
  return crew('POST', `/waiting/${waits.id}/let-in`);
}

const pause = (ms) => new Promise((soon) => setTimeout(soon, ms));

// Whatever a library does with a nonce, it does by throwing once.
async function withNonce(ask) {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (e) {
      if (tries === 2 || !oauth.isDPoPNonceError(e)) throw e;
    }
  }
}

// --- Metadata.
const as = await step('metadata, oauth4webapi', async () =>
  oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2' })));
const configured = await step('metadata, openid-client', async () => {
  const c = await openid.discovery(issuer, 'till', undefined, openid.None(), { algorithm: 'oauth2' });
  want(c.serverMetadata().issuer, as.issuer, 'issuer');
  return c;
});
await step('metadata as an OpenID provider', () => openid.discovery(issuer, 'till', undefined, openid.None()));
await step('metadata at the visitors\' door', async () =>
  want((await (await fetch(`${visitors}/.well-known/oauth-authorization-server`)).json()).issuer, as.issuer, 'issuer'));

// --- A device, by RFC 8628, that shows its key when it fetches its token.
const till = { client_id: 'till' };
const keys = await oauth.generateKeyPair('ES256');
const proofs = oauth.DPoP(till, keys);
const asked = await step('device authorization without a key, oauth4webapi', async () =>
  oauth.processDeviceAuthorizationResponse(
    as, till, await oauth.deviceAuthorizationRequest(as, till, oauth.None(), new URLSearchParams({ scope: 'sell' }))));
await step('verification_uri is absolute', () => new URL(asked.verification_uri).href);
await step('verification_uri_complete has the code', () => {
  if (!new URL(asked.verification_uri_complete).href.includes(asked.user_code)) throw new Error(asked.verification_uri_complete);
  return asked.verification_uri_complete;
});
let tokens;
await step('polled, approved, redeemed, oauth4webapi', async () => {
  const seen = [];
  while (!tokens && seen.length < 12) {
    const answer = await oauth.deviceCodeGrantRequest(as, till, oauth.None(), asked.device_code, { DPoP: proofs });
    try {
      tokens = await oauth.processDeviceCodeResponse(as, till, answer);
    } catch (e) {
      seen.push(e.error);
      if (e.error === 'authorization_pending') await approve(asked.user_code);
      if (e.error !== 'use_dpop_nonce') await pause(2100);
    }
  }
  want(tokens.token_type, 'dpop', 'token_type');
  return seen.join(' ');
});
const device = tokens?.device;
await step('a request with the token, oauth4webapi', () => withNonce(async () =>
  want((await oauth.protectedResourceRequest(
    tokens.access_token, 'GET', new URL(`${box}/box`), new Headers(), null, { DPoP: proofs })).status, 200, 'status')));
const paired = { client_id: device };
const renewals = oauth.DPoP(paired, keys);
await step('another token by the key, oauth4webapi', () => withNonce(async () => {
  const client = paired;
  const answer = await oauth.clientCredentialsGrantRequest(
    as, client, oauth.None(), new URLSearchParams(), { DPoP: renewals });
  return (await oauth.processClientCredentialsResponse(as, client, answer)).scope;
}));
await step('refresh token, oauth4webapi', async () =>
  oauth.processRefreshTokenResponse(
    as, till, await oauth.refreshTokenGrantRequest(as, till, oauth.None(), 'none', { DPoP: proofs })));
await step('device flow, openid-client', async () => {
  const key = await openid.randomDPoPKeyPair('ES256');
  const DPoP = openid.getDPoPHandle(configured, key);
  const began = await openid.initiateDeviceAuthorization(configured, { scope: 'sell' });
  // Approved before it has polled at all: its key comes afterwards.
  await approve(began.user_code);
  const got = await openid.pollDeviceAuthorizationGrant(configured, began, undefined, { DPoP });
  const answer = await openid.fetchProtectedResource(
    configured, got.access_token, new URL(`${box}/box`), 'GET', null, new Headers(), { DPoP });
  return want(answer.status, 200, 'status');
});

// --- Tokens, as somebody else verifies them.
const jwks = jose.createRemoteJWKSet(new URL(as.jwks_uri));
await step('RFC 9068, oauth4webapi', async () => {
  const proof = await dpop.generateProof(keys, `${box}/sales`, 'POST', undefined, tokens.access_token);
  const headers = { Authorization: `DPoP ${tokens.access_token}`, DPoP: proof };
  const claims = await oauth.validateJwtAccessToken(
    as, new Request(`${box}/sales`, { method: 'POST', headers }), audience, { requireDPoP: true });
  return want(claims.client_id, device, 'client_id');
});
await step('RFC 9068, jose', async () => {
  const { payload } = await jose.jwtVerify(
    tokens.access_token, jwks, { typ: 'at+jwt', issuer: as.issuer, audience, algorithms: ['ES256'], requiredClaims: ['iat', 'client_id', 'jti', 'sub'] });
  return want(payload.iss, as.issuer, 'iss');
});
await step('status list, jose', async () => {
  const { idx, uri } = jose.decodeJwt(tokens.access_token).status.status_list;
  const list = (await jose.jwtVerify(await (await fetch(uri)).text(), jwks, { typ: 'statuslist+jwt', subject: uri })).payload;
  const bits = inflateSync(Buffer.from(list.status_list.lst, 'base64url'));
  return want((bits[idx >> 3] >> (idx & 7)) & 1, 0, 'the bit');
});
await step('status lists, by the name of the metadata', async () =>
  want((await (await fetch(as.status_list_aggregation_endpoint)).json()).status_lists[0],
    jose.decodeJwt(tokens.access_token).status.status_list.uri, 'the list'));

// --- The end of a token.
await step('revocation without a proof, oauth4webapi', async () => {
  await oauth.processRevocationResponse(await oauth.revocationRequest(as, till, oauth.None(), tokens.access_token));
  const { idx, uri } = jose.decodeJwt(tokens.access_token).status.status_list;
  const list = jose.decodeJwt(await (await fetch(uri)).text());
  const bits = inflateSync(Buffer.from(list.status_list.lst, 'base64url'));
  return want((bits[idx >> 3] >> (idx & 7)) & 1, 1, 'the bit');
});
await step('introspection, oauth4webapi', async () =>
  oauth.processIntrospectionResponse(
    as, till, await oauth.introspectionRequest(as, till, oauth.None(), tokens.access_token)));

// --- Machines.
const { secret } = await crew('POST', '/clients', { client: 'c-stock', scope: 'telemetry watch' });
const machine = { client_id: 'c-stock' };
for (const [name, authentication] of [['basic', oauth.ClientSecretBasic(secret)], ['post', oauth.ClientSecretPost(secret)]]) {
  await step(`client_secret_${name}, oauth4webapi`, async () => {
    const answer = await oauth.clientCredentialsGrantRequest(as, machine, authentication, new URLSearchParams({ scope: 'watch' }));
    const got = await oauth.processClientCredentialsResponse(as, machine, answer);
    const used = await oauth.protectedResourceRequest(got.access_token, 'GET', new URL(`${box}/box`));
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, machine, authentication, got.access_token));
    return want(used.status, 200, 'status');
  });
}
await step('client credentials and revocation, simple-oauth2', async () => {
  const client = new simple.ClientCredentials({
    client: { id: 'c-stock', secret },
    auth: { tokenHost: box, tokenPath: '/oauth/token', revokePath: '/oauth/revoke' },
  });
  const token = await client.getToken({ scope: 'watch' });
  want(token.expired(), false, 'expired');
  const headers = { Authorization: `Bearer ${token.token.access_token}` };
  want((await fetch(`${box}/box`, { headers })).status, 200, 'before');
  await token.revoke('access_token');
  return want((await fetch(`${box}/box`, { headers })).status, 401, 'after');
});
await step('client credentials with a proof, openid-client', async () => {
  const c = await openid.discovery(issuer, 'c-stock', secret, openid.ClientSecretBasic(secret), { algorithm: 'oauth2' });
  const DPoP = openid.getDPoPHandle(c, await openid.randomDPoPKeyPair('ES256'));
  const got = await openid.clientCredentialsGrant(c, { scope: 'watch' }, { DPoP });
  want(got.token_type, 'dpop', 'token_type');
  return want((await openid.fetchProtectedResource(
    c, got.access_token, new URL(`${box}/box`), 'GET', null, new Headers(), { DPoP })).status, 200, 'status');
});
await step('a wrong secret, oauth4webapi', async () => {
  const answer = await oauth.clientCredentialsGrantRequest(as, machine, oauth.ClientSecretBasic('wrong'), new URLSearchParams());
  return oauth.processClientCredentialsResponse(as, machine, answer);
});

// --- Proofs, as libraries and browsers write them.
async function byLibrary(claims) {
  let nonce;
  for (let tries = 0; ; tries++) {
    const proof = await dpop.generateProof(keys, as.token_endpoint, 'POST', nonce, undefined, claims);
    const answer = await fetch(as.token_endpoint, {
      method: 'POST', headers: { DPoP: proof }, body: new URLSearchParams({ grant_type: 'client_credentials', client_id: device }) });
    nonce = answer.headers.get('DPoP-Nonce') ?? nonce;
    if (answer.status === 200 || tries) return want(answer.status, 200, (await answer.json()).error_description);
  }
}
await step('a proof, dpop', () => byLibrary());
await step('a proof with more claims, dpop', () => byLibrary({ foo: { bar: [1] }, exp: Date.now() / 1000 + 60 }));

async function byHand({ header = {}, claims = {}, jwk = {}, key = keys, crit }) {
  const url = as.token_endpoint;
  const own = { ...(await jose.exportJWK(key.publicKey)), ...jwk };
  let nonce;
  for (let tries = 0; ; tries++) {
    const proof = await new jose.SignJWT({
      htm: 'POST', htu: url, jti: randomUUID(), iat: Math.floor(Date.now() / 1000), ...(nonce && { nonce }), ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: own, ...header }).sign(key.privateKey, { crit });
    const answer = await fetch(url, {
      method: 'POST', headers: { DPoP: proof }, body: new URLSearchParams({ grant_type: 'client_credentials', client_id: device }) });
    nonce = answer.headers.get('DPoP-Nonce') ?? nonce;
    const said = await answer.json();
    if (answer.status === 200 || tries || said.error !== 'use_dpop_nonce') return want(answer.status, 200, `${said.error} ${said.error_description}`);
  }
}
await step('proof: a kid beside the jwk', () => byHand({ header: { kid: 'x', cty: 'x', jku: 'https://evil.example/' } }));
await step('proof: alg, use and kid in the jwk', () => byHand({ jwk: { alg: 'ES256', use: 'sig', kid: '1' } }));
await step('proof: a jwk as WebCrypto exports it', async () => {
  const { key_ops, ext } = await webcrypto.subtle.exportKey('jwk', keys.publicKey);
  return byHand({ jwk: { key_ops, ext } });
});
await step('proof: typ in capitals', () => byHand({ header: { typ: 'DPoP+JWT' } }));
await step('proof: typ with application/', () => byHand({ header: { typ: 'application/dpop+jwt' } }));
await step('proof: iat with a fraction', () => byHand({ claims: { iat: Date.now() / 1000 } }));
await step('proof: jti of 256 characters', () => byHand({ claims: { jti: randomBytes(192).toString('base64') } }));
await step('proof: jti beyond ASCII', () => byHand({ claims: { jti: `${randomUUID()}é` } }));
await step('proof: htu with a query', () => byHand({ claims: { htu: `${as.token_endpoint}?a=b#c` } }));
await step('proof: critical member', () => byHand({ header: { crit: ['urn:x'], 'urn:x': 1 }, crit: { 'urn:x': true } }));
await step('proof: the private key in the jwk', async () => {
  const pair = await jose.generateKeyPair('ES256', { extractable: true });
  return byHand({ key: pair, jwk: { d: (await jose.exportJWK(pair.privateKey)).d } });
});
await step('proof: another algorithm\'s name in the jwk', () => byHand({ jwk: { alg: 'HS256' } }));

// --- A page of another origin.
await step('preflight of another origin', async () => {
  const answer = await fetch(as.token_endpoint, {
    method: 'OPTIONS', headers: { Origin: 'https://till.example', 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'dpop' } });
  want(answer.headers.get('Access-Control-Allow-Credentials'), null, 'credentials');
  return want(answer.headers.get('Access-Control-Allow-Origin'), '*', 'origin');
});
