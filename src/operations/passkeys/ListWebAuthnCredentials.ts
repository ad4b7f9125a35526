import { MAX_PASSKEYS } from '../../domain/passkeys.ts'
import { tokenRevoked } from '../../flows/tokens/verify-access.ts'
import type { AgePosition } from '../../store/rows.ts'
import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { PaginationKey } from '../../wire/shapes/common.ts'
import { WebAuthnCredentialsQueryLimitType } from '../../wire/shapes/mfa.ts'
import { operation } from '../operation.ts'
import { decodePageToken, encodePageToken } from '../page-token.ts'
import { toCredentialDescription } from './present.ts'

/**
 * Lists the passkeys of the token's user, oldest first.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListWebAuthnCredentials.html
 */
export const ListWebAuthnCredentials = operation({
  auth: 'token',
  quota: 'UserResourceRead',
  userGone: tokenRevoked,
  input: structure({
    AccessToken: required(TokenModelType),
    NextToken: PaginationKey,
    MaxResults: WebAuthnCredentialsQueryLimitType,
  }),
  async handle({ NextToken, MaxResults }, ctx) {
    const { poolId, sub } = ctx.caller.user
    const scope = ['ListWebAuthnCredentials', poolId, sub]
    const after = decodePageToken<AgePosition>(ctx, scope, NextToken)
    // Nothing or 0 asks for all of them (unverified).
    const { items, next } = await ctx.store.passkeys.list(poolId, sub, MaxResults || MAX_PASSKEYS, after)
    return { Credentials: items.map(toCredentialDescription), NextToken: next && encodePageToken(ctx, scope, next) }
  },
})
