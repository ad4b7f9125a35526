import { fault } from '../../domain/errors.ts'
import { isClientSecret } from '../../flows/client-proof.ts'
import { refreshTokens } from '../../flows/tokens/refresh.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientMetadataType, TokenModelType } from '../../wire/shapes/auth.ts'
import { ClientSecretType } from '../../wire/shapes/client.ts'
import { ClientIdType } from '../../wire/shapes/common.ts'
import { DeviceKeyType } from '../../wire/shapes/device.ts'
import { operation } from '../operation.ts'
import { requireClientAnywhere } from '../require.ts'
import { refuseInsteadOf } from '../undeclared.ts'
import { originOf } from './origin.ts'
import { toAuthenticationResult } from './present.ts'

/**
 * Exchanges a refresh token for new tokens, with a new refresh token where the client rotates them:
 * then the old one works for RetryGracePeriodSeconds more, and its later use revokes the sign-in.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
 */
export const GetTokensFromRefreshToken = operation({
  auth: 'public',
  quota: 'UserAuthentication',
  input: structure({
    RefreshToken: required(TokenModelType),
    ClientId: required(ClientIdType),
    ClientSecret: ClientSecretType,
    DeviceKey: DeviceKeyType,
    ClientMetadata: ClientMetadataType,
  }),
  async handle(input, ctx) {
    const { pool, client } = await requireClientAnywhere(ctx, input.ClientId)
    if (!(await isClientSecret(ctx, client, input.ClientSecret))) {
      throw fault('NotAuthorizedException', `Unable to verify secret for client ${client.id}`)
    }
    const via = { origin: originOf(ctx.peer), metadata: input.ClientMetadata }
    const request = {
      ...{ pool, client, token: input.RefreshToken, proven: true, deviceKey: input.DeviceKey, via },
      source: 'Authentication',
    } as const
    const tokens = await refreshTokens(ctx, request).catch(refuseInsteadOf('PasswordResetRequiredException'))
    return { AuthenticationResult: toAuthenticationResult(tokens) }
  },
})
