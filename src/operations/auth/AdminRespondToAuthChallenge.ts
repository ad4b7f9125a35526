import { answer } from '../../flows/sign-in/answer.ts'
import { required, structure } from '../../wire/schema.ts'
import {
  AnalyticsMetadataType,
  ChallengeNameType,
  ChallengeResponsesType,
  ClientMetadataType,
  ContextDataType,
  SessionType,
} from '../../wire/shapes/auth.ts'
import { ClientIdType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requireClient, requirePool } from '../require.ts'
import { adminViaOf } from '../via.ts'
import { toAuthResponse } from './present.ts'

/**
 * Answers a challenge for a server that holds IAM credentials: answers tokens, or the next challenge
 * with a new Session. The Session of a right answer is spent; after a wrong one it may be used again.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRespondToAuthChallenge.html
 */
export const AdminRespondToAuthChallenge = operation({
  auth: 'iam',
  quota: 'UserAuthenticationResponse',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
    ChallengeName: required(ChallengeNameType),
    ChallengeResponses: ChallengeResponsesType,
    Session: SessionType,
    AnalyticsMetadata: AnalyticsMetadataType,
    ContextData: ContextDataType,
    ClientMetadata: ClientMetadataType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const client = await requireClient(ctx, pool, input.ClientId)
    const {
      ChallengeName: challenge,
      Session: session,
      ChallengeResponses: given = {},
      ClientMetadata: metadata,
    } = input
    const via = adminViaOf(ctx, client, input.ContextData, { metadata })
    return toAuthResponse(await answer(ctx, { pool, client, challenge, session, given, via }))
  },
})
