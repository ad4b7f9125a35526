import { answer } from '../../flows/sign-in/answer.ts'
import { required, structure } from '../../wire/schema.ts'
import {
  AnalyticsMetadataType,
  ChallengeNameType,
  ChallengeResponsesType,
  ClientMetadataType,
  SessionType,
  UserContextDataType,
} from '../../wire/shapes/auth.ts'
import { ClientIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requireClientAnywhere } from '../require.ts'
import { viaOf } from '../via.ts'
import { toAuthResponse } from './present.ts'

/**
 * Answers a challenge: answers tokens, or the next challenge with a new Session. The Session of a
 * right answer is spent; after a wrong one it may be used again.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 */
export const RespondToAuthChallenge = operation({
  auth: 'public',
  quota: 'UserAuthenticationResponse',
  input: structure({
    ClientId: required(ClientIdType),
    ChallengeName: required(ChallengeNameType),
    Session: SessionType,
    ChallengeResponses: ChallengeResponsesType,
    AnalyticsMetadata: AnalyticsMetadataType,
    UserContextData: UserContextDataType,
    ClientMetadata: ClientMetadataType,
  }),
  async handle(input, ctx) {
    const { pool, client } = await requireClientAnywhere(ctx, input.ClientId)
    const {
      ChallengeName: challenge,
      Session: session,
      ChallengeResponses: given = {},
      ClientMetadata: metadata,
    } = input
    const via = await viaOf(ctx, client, input.UserContextData, { metadata })
    return toAuthResponse(await answer(ctx, { pool, client, challenge, session, given, via }))
  },
})
