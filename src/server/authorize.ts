import type { Context } from '../context.ts'
import { accessDenied, evaluate } from '../domain/policy.ts'
import { poolArn } from '../domain/pool.ts'
import type { Peer } from '../operations/operation.ts'
import type { Principal } from './iam.ts'

const isTags = (value: unknown): value is Record<string, string> =>
  value !== null && typeof value === 'object' && Object.values(value).every((item) => typeof item === 'string')

const names = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined

/** The ARN that a request is about: that of the pool it names, or `*`. */
const resourceOf = (body: Record<string, unknown>, accountId: string) => {
  const { UserPoolId, ResourceArn } = body
  if (typeof UserPoolId === 'string')
    return poolArn({ id: UserPoolId, region: UserPoolId.split('_', 1)[0] ?? '' }, accountId)
  return typeof ResourceArn === 'string' ? ResourceArn : '*'
}

/**
 * Insists that the principal's policies allow the operation on what the request names. The request is
 * parsed but not validated yet, as with the service: who may not call learns nothing from messages.
 */
export const authorize = async (
  ctx: Context,
  { principal, operation, body, peer }: { principal: Principal; operation: string; body: object; peer: Peer },
): Promise<void> => {
  if (principal.policies === undefined) return
  const input = body as Record<string, unknown> // a parsed JSON object
  const resource = resourceOf(input, ctx.settings.accountId)
  const pool = await ctx.store.pools.find(resource.slice(resource.lastIndexOf('/') + 1))
  const requestTags = [input.UserPoolTags, input.Tags].find(isTags)
  const request = {
    action: `cognito-idp:${operation}`,
    resource,
    context: {
      principalArn: principal.arn,
      username: principal.username,
      sourceIp: peer.ipAddress,
      userAgent: peer.userAgent,
      currentTime: ctx.now(),
      secureTransport: ctx.settings.publicUrl.startsWith('https:'),
      requestedRegion: principal.region,
      resourceTags: pool?.tags,
      requestTags,
      tagKeys: names(input.TagKeys),
    },
  }
  const decision = evaluate(principal.policies, request)
  if (decision !== 'allow') throw accessDenied(decision, request)
}
