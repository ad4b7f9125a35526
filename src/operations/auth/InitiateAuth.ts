import type { Entry } from '../../domain/entry.ts'
import { begin } from '../../flows/sign-in/begin.ts'
import { type Infer, required, structure } from '../../wire/schema.ts'
import {
  AnalyticsMetadataType,
  AuthFlowType,
  AuthParametersType,
  ClientMetadataType,
  SessionType,
  UserContextDataType,
} from '../../wire/shapes/auth.ts'
import { ClientIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requireClientAnywhere } from '../require.ts'
import { viaOf } from '../via.ts'
import { commonEntries, notHere } from './entries.ts'
import { toAuthResponse } from './present.ts'

/** How each AuthFlow enters a sign-in. A flow absent here belongs to AdminInitiateAuth only. */
const entries: Partial<Record<Infer<typeof AuthFlowType>, Entry>> = {
  ...commonEntries,
  USER_PASSWORD_AUTH: 'password',
}

/**
 * Starts a sign-in: answers tokens, or the next challenge with a Session that lives for the
 * client's AuthSessionValidity (minutes, 3 to 15).
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 */
export const InitiateAuth = operation({
  auth: 'public',
  quota: 'UserAuthentication',
  input: structure({
    AuthFlow: required(AuthFlowType),
    AuthParameters: AuthParametersType,
    ClientMetadata: ClientMetadataType,
    ClientId: required(ClientIdType),
    AnalyticsMetadata: AnalyticsMetadataType,
    UserContextData: UserContextDataType,
    Session: SessionType,
  }),
  async handle(input, ctx) {
    const { pool, client } = await requireClientAnywhere(ctx, input.ClientId)
    const entry = entries[input.AuthFlow]
    if (!entry) throw notHere()
    const { AuthParameters: given = {}, Session: session, ClientMetadata: metadata } = input
    const via = await viaOf(ctx, client, input.UserContextData, { metadata })
    return toAuthResponse(await begin(ctx, { pool, client, entry, given, session, via }))
  },
})
