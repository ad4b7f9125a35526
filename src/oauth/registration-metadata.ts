import type { OAuthFlow } from '../domain/client.ts'
import { redirectUrlFault } from '../domain/client-oauth-rules.ts'
import { OAuthError } from './errors.ts'

/** What an application says of the client that it registers, as it came: an object of anything. */
export type Metadata = Readonly<Record<string, unknown>>

/**
 * The members that mean something here (RFC 7591 section 2), read. All others are passed over and never answered:
 * URLs of logos, policies and keys are not looked at, let alone fetched.
 */
export type ClientMetadata = {
  readonly name: string | undefined
  readonly redirectUris: readonly string[]
  readonly flow: RegisteredFlow
  readonly authMethod: AuthMethod
  /** Undefined asks for all that there is. */
  readonly scopes: readonly string[] | undefined
}

/** What a client that registered itself may do: one of both, as of any client. */
export type RegisteredFlow = Exclude<OAuthFlow, 'implicit'>

const authMethods = ['client_secret_basic', 'client_secret_post', 'none'] as const

/** How a client proves who it is at the token endpoint; `none` is a client without a secret. */
export type AuthMethod = (typeof authMethods)[number]

const flows: Readonly<Record<string, RegisteredFlow>> = {
  authorization_code: 'code',
  client_credentials: 'client_credentials',
}

const MAX_URLS = 100
const MAX_URL = 1024
const MAX_NAME = 128
const MAX_SCOPES = 50
const URL_TEXT = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u

const refuse = (description: string) => new OAuthError('invalid_client_metadata', description)
const refuseUrl = (description: string) => new OAuthError('invalid_redirect_uri', description)

/** A member of an object that came from elsewhere; null is as good as none. */
const member = (metadata: Metadata, name: string): unknown =>
  Object.hasOwn(metadata, name) ? (metadata[name] ?? undefined) : undefined

const readText = (metadata: Metadata, name: string): string | undefined => {
  const value = member(metadata, name)
  if (value !== undefined && typeof value !== 'string') throw refuse(`${name} must be a string`)
  return value
}

const readTexts = (metadata: Metadata, name: string, error = refuse): readonly string[] | undefined => {
  const value = member(metadata, name)
  if (value === undefined) return undefined
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) {
    throw error(`${name} must be an array of strings`)
  }
  return value as readonly string[] // checked
}

/** The name as clients may have one: users read it above the form in which they sign in. */
const nameOf = (metadata: Metadata): string | undefined => {
  const name = readText(metadata, 'client_name')
    ?.replace(/[^\w +=,.@-]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
  return name ? name.slice(0, MAX_NAME).trim() : undefined
}

const redirectUrisOf = (metadata: Metadata): readonly string[] => {
  const urls = readTexts(metadata, 'redirect_uris', refuseUrl) ?? []
  if (urls.length > MAX_URLS) throw refuseUrl(`redirect_uris must have at most ${MAX_URLS} members`)
  if (urls.some((url) => url.length > MAX_URL || !URL_TEXT.test(url))) throw refuseUrl('A redirect URI is not valid')
  const text = redirectUrlFault(urls)
  if (text !== undefined) throw refuseUrl(text)
  return urls
}

/** What of the grants counts: refresh tokens come with codes, and what nobody registers for here is left out. */
const flowOf = (metadata: Metadata): RegisteredFlow => {
  const grants = readTexts(metadata, 'grant_types') ?? ['authorization_code']
  const known = new Set(grants.flatMap((grant) => (Object.hasOwn(flows, grant) ? [flows[grant]] : [])))
  const [flow, ...others] = known
  if (flow === undefined) throw refuse('grant_types must have authorization_code or client_credentials')
  if (others.length > 0) throw refuse('client_credentials cannot be beside authorization_code')
  const responses = readTexts(metadata, 'response_types')
  if (flow === 'code' && responses && !responses.includes('code')) throw refuse('response_types must have code')
  return flow
}

const authMethodOf = (metadata: Metadata, flow: RegisteredFlow): AuthMethod => {
  const given = readText(metadata, 'token_endpoint_auth_method') ?? 'client_secret_basic'
  const method = authMethods.find((one) => one === given)
  if (method === undefined) throw refuse(`token_endpoint_auth_method must be one of ${authMethods.join(', ')}`)
  if (method === 'none' && flow === 'client_credentials') throw refuse('client_credentials needs a client secret')
  return method
}

const scopesOf = (metadata: Metadata): readonly string[] | undefined => {
  const scopes = readText(metadata, 'scope')
    ?.split(' ')
    .filter((scope) => scope !== '')
  if (scopes === undefined || scopes.length === 0) return undefined
  if (scopes.length > MAX_SCOPES) throw refuse(`scope must have at most ${MAX_SCOPES} scopes`)
  return [...new Set(scopes)]
}

/** Reads what an application says of its client. Raises invalid_redirect_uri and invalid_client_metadata. */
export const readMetadata = (metadata: Metadata): ClientMetadata => {
  const redirectUris = redirectUrisOf(metadata)
  const flow = flowOf(metadata)
  if (flow === 'code' && redirectUris.length === 0) throw refuseUrl('redirect_uris is missing')
  return {
    name: nameOf(metadata),
    redirectUris,
    flow,
    authMethod: authMethodOf(metadata, flow),
    scopes: scopesOf(metadata),
  }
}

/** What of the flow an application hears (RFC 7591 section 3.2.1): the values that are registered. */
export const registeredTypes: Readonly<
  Record<RegisteredFlow, { grants: readonly string[]; responses: readonly string[] }>
> = {
  code: { grants: ['authorization_code', 'refresh_token'], responses: ['code'] },
  client_credentials: { grants: ['client_credentials'], responses: [] },
}
