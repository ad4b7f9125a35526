/** A machine that calls an API: it gets a token by its secret, and keeps it for as long as it is good. */

/** Gives tokens of a client for some scopes. */
export const makeTokens = async ({ issuer, clientId, clientSecret }, scope) => {
  const { token_endpoint } = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
  let kept = { token: undefined, endsAt: 0 }

  return async () => {
    if (kept.endsAt > Date.now() + 60_000) return kept.token
    const body = new URLSearchParams({ grant_type: 'client_credentials', scope })
    const response = await fetch(token_endpoint, { method: 'POST', headers: { authorization }, body })
    const answer = await response.json()
    if (!response.ok) throw new Error(`no token: ${answer.error} ${answer.error_description ?? ''}`)
    kept = { token: answer.access_token, endsAt: Date.now() + answer.expires_in * 1000 }
    return kept.token
  }
}
