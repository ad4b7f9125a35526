/** A web server with sessions of its own, whose users sign in at Cenote. Tokens never get to the browser. */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import * as oidc from 'openid-client'
import { ensureClient, ensurePool, ensureUser, issuerOf, listen, signInAt, user } from '../set-up.mjs'

/** Of each browser, by its cookie: who is signed in, or the sign-in under way. Put them into your database. */
const sessions = new Map()
let config
let origin

const redirect = (response, to, cookie) => {
  // On a site that is reached by TLS: with `; Secure`, and the name `__Host-session`.
  if (cookie !== undefined) response.setHeader('set-cookie', `session=${cookie}; Path=/; HttpOnly; SameSite=Lax`)
  response.writeHead(303, { location: to }).end()
}

const escaped = (text) => String(text).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)

/** New tokens when the access token is about to end. Undefined: somebody has ended the sign-in. */
const withFreshTokens = async (session) => {
  if (session.endsAt > Date.now() + 60_000) return session
  try {
    const { access_token, expires_in } = await oidc.refreshTokenGrant(config, session.refreshToken)
    return Object.assign(session, { accessToken: access_token, endsAt: Date.now() + expires_in * 1000 })
  } catch (error) {
    if (error.error === 'invalid_grant') return undefined
    throw error
  }
}

const home = async (response, id) => {
  const session = sessions.get(id)
  const signedIn = session?.sub && (await withFreshTokens(session))
  if (session?.sub && !signedIn) sessions.delete(id)
  response.setHeader('content-type', 'text/html; charset=utf-8')
  if (!signedIn) return response.end('<h1>A server</h1><p>Nobody is signed in.</p><a href="/sign-in">Sign in</a>')
  const { name, email } = await oidc.fetchUserInfo(config, signedIn.accessToken, signedIn.sub)
  return response.end(`<h1>A server</h1><p>Signed in as ${escaped(name)}, ${escaped(email)}.</p>
<form method="post" action="/sign-out"><button>Sign out</button></form>`)
}

const beginSignIn = async (response) => {
  const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()]
  const id = randomBytes(32).toString('base64url')
  sessions.set(id, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce })
  const to = oidc.buildAuthorizationUrl(config, {
    redirect_uri: `${origin}/callback`,
    scope: 'openid email profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...{ state, nonce },
  })
  redirect(response, to.href, id)
}

const endSignIn = async (response, id, url) => {
  const begun = sessions.get(id)
  if (!begun?.expectedState) return redirect(response, '/')
  sessions.delete(id)
  const tokens = await oidc.authorizationCodeGrant(config, url, begun)
  // A new cookie: one that somebody else may have put there before the sign-in is worth nothing after it.
  const next = randomBytes(32).toString('base64url')
  sessions.set(next, {
    sub: tokens.claims().sub,
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
    endsAt: Date.now() + tokens.expires_in * 1000,
  })
  return redirect(response, '/', next)
}

/** Ends the session here, the tokens, and the session of the pages, in that order. */
const signOut = async (response, id) => {
  const session = sessions.get(id)
  sessions.delete(id)
  if (session?.refreshToken) await oidc.tokenRevocation(config, session.refreshToken)
  redirect(response, oidc.buildEndSessionUrl(config, { logout_uri: `${origin}/` }).href, '')
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, origin)
  const id = /(?:^|; )session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1]
  try {
    const route = `${request.method} ${url.pathname}`
    if (route === 'GET /') return await home(response, id)
    if (route === 'GET /sign-in') return await beginSignIn(response)
    if (route === 'GET /callback') return await endSignIn(response, id, url)
    if (route === 'POST /sign-out') return await signOut(response, id)
    return response.writeHead(404).end()
  } catch (error) {
    process.stderr.write(`${error.stack}\n`)
    return response.writeHead(500, { 'content-type': 'text/plain' }).end('The sign-in failed.')
  }
})

origin = await listen(server, Number(process.env.PORT ?? 3001))
const poolId = await ensurePool()
await ensureUser(poolId)
const client = await ensureClient(poolId, 'server', { ...signInAt(origin), GenerateSecret: true })
config = await oidc.discovery(
  new URL(issuerOf(poolId)),
  client.clientId,
  undefined,
  oidc.ClientSecretBasic(client.clientSecret),
  // For development: in production Cenote is reached by TLS, and this goes.
  { execute: [oidc.allowInsecureRequests] },
)
process.stdout.write(`Open ${origin} and sign in as ${user.username} with ${user.password}\n`)
