import type { Context } from '../../context.ts'
import type { GroupClaims } from '../../domain/claims.ts'
import type { Client } from '../../domain/client.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Via } from '../../domain/sign-in.ts'
import {
  noCustomization,
  readCustomization,
  type TokenCustomization,
  type TokenEventVersion,
} from '../../domain/token-customization.ts'
import { eventAttributes } from '../../domain/trigger-event.ts'
import type { User } from '../../domain/user.ts'
import type { Given } from '../../triggers/event.ts'
import type { PreTokenGenerationTriggerEvent, PreTokenGenerationV3TriggerEvent } from '../../triggers/index.ts'
import { clientMetadata, functionOf, invokeTrigger } from './invoke.ts'

/** On what occasion a user's tokens are made. */
export type TokenSource =
  | 'Authentication'
  | 'NewPasswordChallenge'
  | 'AuthenticateDevice'
  | 'RefreshTokens'
  | 'HostedAuth'

type Occasion = { readonly pool: Pool; readonly client: Client; readonly via: Pick<Via, 'origin' | 'metadata'> }

/** Tokens that are about to be signed for a user. */
export type TokenOccasion = Occasion & {
  readonly user: User
  readonly source: TokenSource
  readonly groups: GroupClaims
  readonly scope: string
}

const versions = { V1_0: '1', V2_0: '2', V3_0: '3' } as const satisfies Record<string, TokenEventVersion>

/** The version of event that the pool's function takes. */
const versionOf = ({ settings }: Pool): TokenEventVersion =>
  versions[settings.lambdaConfig.preTokenGenerationConfig?.lambdaVersion ?? 'V1_0']

const responseOf = (version: TokenEventVersion) =>
  version === '1' ? { claimsOverrideDetails: null } : { claimsAndScopeOverrideDetails: null }

const groupConfiguration = ({ groups, roles, preferredRole }: GroupClaims) => ({
  groupsToOverride: groups,
  iamRolesToOverride: roles,
  preferredRole: preferredRole ?? null,
})

const ask = async (
  ctx: Context,
  { pool, client, via }: Occasion,
  call: {
    userName: string
    source: TokenSource | 'ClientCredentials'
    request: Partial<Given<PreTokenGenerationV3TriggerEvent['request']>>
  },
): Promise<TokenCustomization> => {
  const version = versionOf(pool)
  const answer = await invokeTrigger<PreTokenGenerationTriggerEvent | PreTokenGenerationV3TriggerEvent>(ctx, {
    ...{ pool, clientId: client.id, via, version },
    ...{ userName: call.userName, source: `TokenGeneration_${call.source}` },
    trigger: 'preTokenGenerationConfig',
    request: { ...call.request, ...clientMetadata(via) },
    response: responseOf(version),
  })
  return answer ? readCustomization(answer, version, client.id) : noCustomization
}

/**
 * Asks PreTokenGeneration what a user's tokens are to say else than they would. Raises as `invokeTrigger`.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export const customizeTokens = (ctx: Context, occasion: TokenOccasion): Promise<TokenCustomization> => {
  const { pool, user, source, groups, scope } = occasion
  return ask(ctx, occasion, {
    userName: user.username,
    source,
    request: {
      userAttributes: eventAttributes(pool, user),
      groupConfiguration: groupConfiguration(groups),
      ...(versionOf(pool) !== '1' && { scopes: scope.split(' ') }),
    },
  })
}

/**
 * The same of a client's own access token, of which only functions of the third version hear: the event
 * has no user. Raises as above.
 */
export const customizeClientToken = async (
  ctx: Context,
  occasion: Occasion & { readonly scopes: readonly string[] },
): Promise<TokenCustomization> => {
  const { pool, scopes } = occasion
  if (versionOf(pool) !== '3' || functionOf(pool, 'preTokenGenerationConfig') === undefined) return noCustomization
  return ask(ctx, occasion, {
    userName: 'ClientCredentials',
    source: 'ClientCredentials',
    request: { userAttributes: {}, groupConfiguration: null, scopes },
  })
}
