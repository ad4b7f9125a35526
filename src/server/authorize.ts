import type { Context } from '../context.ts'
import { accessDenied, evaluate } from '../domain/policy.ts'
import { poolArn } from '../domain/pool.ts'
import type { Operation, Peer } from '../operations/operation.ts'
import type { Principal } from './iam.ts'

/** What a request says of the members that its operation declares, and of no others: those are ignored later, too. */
type Given = (member: string) => unknown

const givenBy =
  (body: object, { input }: Operation): Given =>
  (member) =>
    Object.hasOwn(input.members, member) && Object.hasOwn(body, member)
      ? (body as Record<string, unknown>)[member] // an own member of a parsed JSON object
      : undefined

const strings = (entries: [string, unknown][]) =>
  entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string')

/** The tags that a request sets. A null is an absent tag, as for the shapes. */
const tagsOf = (given: Given): Record<string, string> | undefined => {
  const tags = given('UserPoolTags') ?? given('Tags')
  if (tags === null || typeof tags !== 'object') return undefined
  return Object.fromEntries(strings(Object.entries(tags)))
}

const tagKeysOf = (given: Given): string[] | undefined => {
  const keys = given('TagKeys')
  return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : undefined
}

/** The ARN that a request is about: that of the pool it names, in the Region that it was signed for, or `*`. */
const resourceOf = (given: Given, { region }: Principal, accountId: string) => {
  const [poolId, arn] = [given('UserPoolId'), given('ResourceArn')]
  if (typeof poolId === 'string') return poolArn({ id: poolId, region }, accountId)
  return typeof arn === 'string' ? arn : '*'
}

/** The tags of a pool, or of its replica, in a Region. */
const tagsIn = async ({ store }: Context, region: string, poolId: string) => {
  const pool = await store.pools.find(poolId)
  if (!pool || pool.region === region) return pool?.tags
  const replica = await store.poolReplicas.find(poolId)
  return replica?.region === region ? replica.tags : undefined
}

type Authorization = { principal: Principal; name: string; operation: Operation; body: object; peer: Peer }

/**
 * Insists that the principal's policies allow the operation on what the request names. The request is
 * parsed but not validated yet, as with the service: who may not call learns nothing from messages.
 */
export const authorize = async (
  ctx: Context,
  { principal, name, operation, body, peer }: Authorization,
): Promise<void> => {
  if (principal.policies === undefined) return
  const given = givenBy(body, operation)
  const resource = resourceOf(given, principal, ctx.settings.accountId)
  const poolId = resource.slice(resource.lastIndexOf('/') + 1)
  const request = {
    action: `cognito-idp:${name}`,
    resource,
    context: {
      principalArn: principal.arn,
      username: principal.username,
      sourceIp: peer.ipAddress,
      userAgent: peer.userAgent,
      currentTime: ctx.now(),
      secureTransport: ctx.settings.publicUrl.startsWith('https:'),
      requestedRegion: principal.region,
      resourceTags: await tagsIn(ctx, principal.region, poolId),
      requestTags: tagsOf(given),
      tagKeys: tagKeysOf(given),
    },
  }
  const decision = evaluate(principal.policies, request)
  if (decision !== 'allow') throw accessDenied(decision, request)
}
