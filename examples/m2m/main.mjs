/** Sets an API and two clients of it up, starts the API, and lets the clients call it. */
import { ensureClient, ensurePool, ensureResourceServer, issuerOf, listen } from '../set-up.mjs'
import { makeApi } from './api.mjs'
import { makeTokens } from './client.mjs'

const poolId = await ensurePool()
const issuer = issuerOf(poolId)
await ensureResourceServer(poolId, 'orders', { read: 'See orders', write: 'Make orders' })

/** A client that may use these scopes. */
const machine = (name, AllowedOAuthScopes) =>
  ensureClient(poolId, name, {
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes,
  })

const api = makeApi(issuer)
const address = await listen(api, Number(process.env.PORT ?? 3002))
const clients = {
  report: await machine('report', ['orders/read']),
  shop: await machine('shop', ['orders/read', 'orders/write']),
}

for (const [name, client] of Object.entries(clients)) {
  const tokenOf = await makeTokens({ issuer, ...client }, name === 'shop' ? 'orders/read orders/write' : 'orders/read')
  for (const method of ['GET', 'POST']) {
    const headers = { authorization: `Bearer ${await tokenOf()}` }
    const response = await fetch(address, { method, headers })
    process.stdout.write(`${name}: ${method} ${response.status} ${await response.text()}\n`)
  }
}
const stranger = await fetch(address)
process.stdout.write(`stranger: GET ${stranger.status} ${stranger.headers.get('www-authenticate')}\n`)
api.close()
