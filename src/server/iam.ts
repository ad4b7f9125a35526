import type { Context } from '../context.ts'
import { fault } from '../domain/errors.ts'
import { type Policy, parsePolicy } from '../domain/policy.ts'
import { equalSecrets } from '../domain/sealing.ts'
import { hashSessionToken, openAccessKey } from '../flows/credentials.ts'
import type { AccessKey } from '../store/identities.ts'
import { fieldValue, type HttpRequest } from '../wire/canonical-request.ts'
import { parseAuthorization, type SignedRequest, signingKey, verifySignature } from '../wire/sigv4.ts'

/** Who signed a request. */
export type Principal = {
  readonly arn: string
  /** The identity's name; undefined for the root and for the anyone of dev mode. */
  readonly username: string | undefined
  /** What the identity may do; undefined may do everything. */
  readonly policies: readonly Policy[] | undefined
  readonly region: string
}

/** Tells who signed a request, or raises the service's error. */
export type Authenticate = (request: HttpRequest) => Promise<Principal>

const rootArn = (accountId: string) => `arn:aws:iam::${accountId}:root`
const unrecognized = () =>
  fault('UnrecognizedClientException', 'The security token included in the request is invalid.')

const requireServed = (region: string, regions: readonly string[] | undefined) => {
  if (regions === undefined || regions.includes(region)) return
  throw fault('InvalidSignatureException', `Credential should be scoped to a valid Region, not '${region}'. `)
}

const isLocal = (origin: string) =>
  URL.canParse(origin) && /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(origin).hostname)

/**
 * Dev mode: whoever signs, with whatever key, is the account's root. Only the form is looked at. A
 * page of another machine that happens to be open in a browser beside the server is not whoever.
 */
export const trustAnyone =
  (ctx: Context, regions: readonly string[] | undefined): Authenticate =>
  async (request) => {
    const origin = fieldValue(request.headers, 'origin')
    if (origin !== undefined && !isLocal(origin)) {
      throw fault('AccessDeniedException', `cenote dev takes no signed requests from pages of ${origin.slice(0, 100)}`)
    }
    const { region } = parseAuthorization(request)
    requireServed(region, regions)
    return { arn: rootArn(ctx.settings.accountId), username: undefined, policies: undefined, region }
  }

type OpenedKey = {
  key: AccessKey
  secret: string
  principal: Omit<Principal, 'region'>
  signingKeys: Map<string, ReturnType<typeof signingKey>>
  readAt: number
}

/** How long an opened key is trusted without a look at the store: a disabled key ends within this. */
const CACHE_MS = 1000
const MAX_CACHED = 1000

/**
 * Verifies signatures against the stored access keys. A key that is unknown, disabled or ended, and a
 * session token that is not the key's, are refused with the service's own errors.
 */
export const verifySignatures = (ctx: Context, regions: readonly string[] | undefined): Authenticate => {
  const cache = new Map<string, OpenedKey>()

  const open = async (accessKeyId: string): Promise<OpenedKey | undefined> => {
    const key = await ctx.store.identities.findKey(accessKeyId)
    const identity = key && (await ctx.store.identities.find(key.identity))
    if (!key || !identity || key.disabledAt !== undefined) return undefined
    const secret = openAccessKey(ctx.sealer, key)
    const arn = identity.isRoot
      ? rootArn(ctx.settings.accountId)
      : `arn:aws:iam::${ctx.settings.accountId}:user/${identity.name}`
    const policies = identity.isRoot ? undefined : Object.values(identity.policies).map(parsePolicy)
    const username = identity.isRoot ? undefined : identity.name
    return { key, secret, principal: { arn, username, policies }, signingKeys: new Map(), readAt: ctx.now() }
  }

  const find = async (accessKeyId: string): Promise<OpenedKey | undefined> => {
    const cached = cache.get(accessKeyId)
    if (cached && ctx.now() - cached.readAt < CACHE_MS && ctx.now() >= cached.readAt) return cached
    if (cache.size >= MAX_CACHED) cache.clear()
    const opened = await open(accessKeyId)
    if (opened) cache.set(accessKeyId, opened)
    else cache.delete(accessKeyId)
    return opened
  }

  const signingKeyOf = (opened: OpenedKey, { date, region }: SignedRequest) => {
    const scope = `${date}/${region}`
    const known = opened.signingKeys.get(scope)
    if (known) return known
    const made = signingKey(opened.secret, date, region)
    opened.signingKeys.set(scope, made)
    return made
  }

  const checkSession = ({ sessionTokenHash, expiresAt }: AccessKey, sessionToken: string | undefined) => {
    if (sessionTokenHash === undefined) {
      if (sessionToken !== undefined) throw unrecognized()
      return
    }
    if (sessionToken === undefined || !equalSecrets(hashSessionToken(sessionToken), sessionTokenHash))
      throw unrecognized()
    if (expiresAt !== undefined && expiresAt <= ctx.now()) {
      throw fault('ExpiredTokenException', 'The security token included in the request is expired')
    }
  }

  return async (request) => {
    const signed = parseAuthorization(request)
    requireServed(signed.region, regions)
    const opened = await find(signed.accessKeyId)
    if (!opened) throw unrecognized()
    checkSession(opened.key, signed.sessionToken)
    verifySignature(signed, request, { signingKey: signingKeyOf(opened, signed), now: ctx.now() })
    return { ...opened.principal, region: signed.region }
  }
}
