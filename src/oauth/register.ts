import type { Context } from '../context.ts'
import { type Client, type ClientSecret, isVouchedFor, type Registration } from '../domain/client.ts'
import { oidcScopes, REGISTER_SCOPE, standardScopes } from '../domain/client-scopes.ts'
import { clientSettings } from '../domain/client-settings.ts'
import { Orphaned, ServiceError } from '../domain/errors.ts'
import { newClientSecret } from '../domain/generated-names.ts'
import { type DcrConfiguration, type Pool, registersClients } from '../domain/pool.ts'
import { createClient } from '../flows/create-client.ts'
import { spendWithin } from '../flows/limits.ts'
import { attemptKey } from '../flows/passwords/lockout.ts'
import { findScopes } from '../flows/scopes.ts'
import { type Bearer, verifyBearer } from '../flows/tokens/verify-access.ts'
import { bearerRefusal, bearerToken } from './bearer.ts'
import { OAuthError } from './errors.ts'
import { type Answer, jsonAnswer, type OAuthRequest } from './message.ts'
import { findPool } from './place.ts'
import {
  type ClientMetadata,
  type Metadata,
  type RegisteredFlow,
  readMetadata,
  registeredTypes,
} from './registration-metadata.ts'

const LOCAL = 'COGNITO'
/** More than a pool has. */
const MAX_PROVIDERS = 1000
const POOL_ID = /^[\w-]{1,45}_[0-9a-zA-Z]{1,9}$/

const refuse = (description: string) => new OAuthError('invalid_client_metadata', description)
const deny = (description: string) => new OAuthError('access_denied', description, { status: 403 })

const bearerOf = async (ctx: Context, { authorization }: OAuthRequest): Promise<Bearer | undefined> => {
  if (authorization === undefined) return undefined
  const token = bearerToken(authorization)
  if (token === undefined) throw bearerRefusal('invalid_token', 'The request has no access token')
  try {
    return await verifyBearer(ctx, token)
  } catch (error) {
    throw error instanceof ServiceError ? bearerRefusal('invalid_token', error.message) : error
  }
}

/**
 * The pool that a client is registered in: that of the domain, the one that the query names, or that of the token.
 * On the server's own host nothing else tells.
 */
const poolOf = async (
  ctx: Context,
  { host, parameters }: OAuthRequest,
  bearer: Bearer | undefined,
): Promise<Pool | undefined> => {
  const [ofHost, id] = [await findPool(ctx, host), parameters.get('user_pool_id')]
  if (id === undefined) return ofHost ?? bearer?.pool
  if (ofHost) return ofHost.id === id ? ofHost : undefined
  return POOL_ID.test(id) ? ctx.store.pools.find(id) : undefined
}

const registrationOf = (bearer: Bearer | undefined): Registration => {
  if (!bearer) return 'open'
  return bearer.user ? 'user' : 'authenticated'
}

/** In what way, and for which flows, a request may register a client. Raises what is answered to others. */
const admissionOf = ({ settings }: Pool, bearer: Bearer | undefined) => {
  const { openDcrEnabled, openDcrGrantTypes, authenticatedGrantTypes } = settings.dcrConfiguration as DcrConfiguration // it is on
  if (!bearer && !openDcrEnabled) {
    throw new OAuthError('invalid_token', 'Registration needs an access token', {
      status: 401,
      headers: { 'www-authenticate': 'Bearer' },
    })
  }
  if (bearer && !bearer.scopes.includes(REGISTER_SCOPE)) {
    throw bearerRefusal('insufficient_scope', `The access token has no scope ${REGISTER_SCOPE}`)
  }
  return { registration: registrationOf(bearer), grants: bearer ? authenticatedGrantTypes : openDcrGrantTypes }
}

/** The scopes that such a client may have: those of users and their attributes, and what the pool allows besides. */
const scopesFor = async (ctx: Context, { id, settings }: Pool, flow: RegisteredFlow): Promise<readonly string[]> => {
  const allowed = settings.dcrConfiguration?.allowedScopes ?? []
  const known = await findScopes(ctx, id, allowed)
  const isFit = (scope: string) => known.has(scope) || (flow === 'code' && standardScopes.has(scope))
  const more = allowed.filter((scope) => scope !== REGISTER_SCOPE && isFit(scope))
  return [...new Set([...(flow === 'code' ? oidcScopes : []), ...more])]
}

const grantScopes = (may: readonly string[], asked: readonly string[] | undefined): readonly string[] => {
  const foreign = asked?.find((scope) => !may.includes(scope))
  if (foreign !== undefined) throw refuse(`The scope ${foreign} is not allowed`)
  if (may.length === 0) throw refuse('There is no scope that the client could have')
  return asked ?? may
}

/**
 * The settings of a client that registers itself. Its users sign in on the pages alone: by the API it would get
 * tokens with scopes that nobody allowed it. And it learns of nobody whether they are there.
 */
const settingsOf = async (
  ctx: Context,
  pool: Pool,
  { redirectUris, flow }: ClientMetadata,
  scopes: readonly string[],
) => {
  const { items } = await ctx.store.identityProviders.list(pool.id, MAX_PROVIDERS)
  return clientSettings({
    explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    supportedIdentityProviders: [LOCAL, ...items.map(({ name }) => name)],
    ...(redirectUris.length > 0 && { callbackURLs: [...redirectUris] }),
    allowedOAuthFlows: [flow],
    allowedOAuthScopes: [...scopes],
    allowedOAuthFlowsUserPoolClient: true,
    preventUserExistenceErrors: 'ENABLED',
  })
}

/** A client as its application hears of it (RFC 7591 section 3.2.1). */
const toInformation = (
  { id, name, createdAt, settings }: Client,
  [secret]: readonly ClientSecret[],
  { redirectUris, flow, authMethod }: ClientMetadata,
) => ({
  client_id: id,
  client_id_issued_at: Math.floor(createdAt / 1000),
  ...(secret && { client_secret: secret.value, client_secret_expires_at: 0 }),
  client_name: name,
  redirect_uris: redirectUris,
  grant_types: registeredTypes[flow].grants,
  response_types: registeredTypes[flow].responses,
  token_endpoint_auth_method: authMethod,
  scope: settings.allowedOAuthScopes?.join(' '),
})

/** What a refusal of the domain is called here. */
const toRegistrationError = (error: unknown): unknown => {
  if (error instanceof Orphaned) return deny('The user pool was deleted meanwhile')
  if (!(error instanceof ServiceError) || error.name === 'TooManyRequestsException') return error
  if (error.name !== 'LimitExceededException') return refuse(error.message)
  return new OAuthError('temporarily_unavailable', error.message, { status: 429 })
}

/** What an hour's clients count to where nobody vouches for them: the pool's strangers together, and each user. */
const limitKey = (ctx: Context, pool: Pool, bearer: Bearer | undefined) =>
  bearer?.user
    ? attemptKey(ctx, pool, bearer.user, bearer.user.username, 'openRegistration')
    : { poolId: pool.id, nameHash: ctx.sealer.mac('open-registration', pool.id), kind: 'openRegistration' }

type Admission = { readonly registration: Registration; readonly bearer: Bearer | undefined }

const create = async (ctx: Context, pool: Pool, { registration, bearer }: Admission, metadata: ClientMetadata) => {
  const scopes = grantScopes(await scopesFor(ctx, pool, metadata.flow), metadata.scopes)
  const key = limitKey(ctx, pool, bearer)
  try {
    return await createClient(ctx, {
      pool,
      name: metadata.name,
      settings: await settingsOf(ctx, pool, metadata, scopes),
      secret: metadata.authMethod === 'none' ? undefined : newClientSecret(ctx.random),
      registration,
      ...(!isVouchedFor({ registration }) && { admit: (tx) => spendWithin(ctx, tx, key, 'openRegistration') }),
    })
  } catch (error) {
    throw toRegistrationError(error)
  }
}

/**
 * Registers a client for an application (RFC 7591), where the pool lets applications do so: with an access token
 * that has the scope for it, or without any where the pool is open to everybody. Raises OAuthError.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-dynamic-client-registration.html
 */
export const register = async (ctx: Context, request: OAuthRequest, metadata: () => object): Promise<Answer> => {
  if (request.repeated.size > 0) throw new OAuthError('invalid_request', 'A parameter is given more than once')
  const bearer = await bearerOf(ctx, request)
  const pool = await poolOf(ctx, request, bearer)
  if (!pool) throw new OAuthError('invalid_request', 'user_pool_id is missing, or is of no user pool')
  if (bearer && bearer.pool.id !== pool.id)
    throw bearerRefusal('invalid_token', 'The access token is of another user pool')
  if (!registersClients(pool)) throw deny('The user pool does not register clients')
  const { registration, grants } = admissionOf(pool, bearer)
  if (grants.every((grant) => grant === 'implicit')) throw deny('The user pool does not register clients in this way')
  const read = readMetadata(metadata() as Metadata) // an object of JSON
  if (!grants.includes(read.flow)) throw refuse(`The grant type ${registeredTypes[read.flow].grants[0]} is not allowed`)
  const { client, secrets } = await create(ctx, pool, { registration, bearer }, read)
  ctx.log.info({ poolId: pool.id, clientId: client.id, registration }, 'an application registered a client')
  return jsonAnswer(toInformation(client, secrets, read), 201)
}
