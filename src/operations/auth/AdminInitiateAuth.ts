import type { Entry } from '../../domain/entry.ts'
import { begin } from '../../flows/sign-in/begin.ts'
import { type Infer, required, structure } from '../../wire/schema.ts'
import {
  AnalyticsMetadataType,
  AuthFlowType,
  AuthParametersType,
  ClientMetadataType,
  ContextDataType,
  SessionType,
} from '../../wire/shapes/auth.ts'
import { ClientIdType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requireClient, requirePool } from '../require.ts'
import { adminViaOf } from '../via.ts'
import { commonEntries, notHere } from './entries.ts'
import { toAuthResponse } from './present.ts'

/** How each AuthFlow enters a sign-in. A flow absent here belongs to InitiateAuth only. */
const entries: Partial<Record<Infer<typeof AuthFlowType>, Entry>> = {
  ...commonEntries,
  ADMIN_USER_PASSWORD_AUTH: 'admin-password',
  ADMIN_NO_SRP_AUTH: 'admin-password',
}

/**
 * Starts a sign-in for a server that holds IAM credentials: answers tokens, or the next challenge
 * with a Session that lives for the client's AuthSessionValidity (minutes, 3 to 15).
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html
 */
export const AdminInitiateAuth = operation({
  auth: 'iam',
  quota: 'UserAuthentication',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
    AuthFlow: required(AuthFlowType),
    AuthParameters: AuthParametersType,
    ClientMetadata: ClientMetadataType,
    AnalyticsMetadata: AnalyticsMetadataType,
    ContextData: ContextDataType,
    Session: SessionType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const client = await requireClient(ctx, pool, input.ClientId)
    const entry = entries[input.AuthFlow]
    if (!entry) throw notHere()
    const { AuthParameters: given = {}, Session: session, ClientMetadata: metadata } = input
    const via = adminViaOf(ctx, client, input.ContextData, { metadata })
    return toAuthResponse(await begin(ctx, { pool, client, entry, given, session, via }))
  },
})
