import { unverifiedRiskTexts } from '../../src/domain/unverified-risk-texts.ts'
import type { Refusal } from './case.ts'
import { names, notFound, noUser } from './names.ts'

/** What one operation says of names that are nobody's, or of another pool; null where it refuses none, and is not asked. */
type Otherwise = { readonly why: string; readonly unknown?: Refusal | null; readonly foreign?: Refusal | null }

const both = (why: string, refusal: Refusal | null): Otherwise => ({ why, unknown: refusal, foreign: refusal })
const notAuthorized = (message: string): Refusal => ['NotAuthorizedException', message]

const made = both('It makes what it names.', null)
const undeclared = both('It declares no UserNotFoundException.', notFound('User does not exist.'))
const feedback = both('The token is of another event.', notAuthorized(unverifiedRiskTexts.feedbackToken))
const noUserOfClient: Refusal = ['UserNotFoundException', 'Username/client id combination not found.']
const ofClient = both('It says no more than that they do not belong together.', noUserOfClient)
const otherClient = (foreign: Refusal | null): Otherwise => ({
  why: 'It names no pool, and in that of another client, what it is about is not there.',
  foreign,
})

/** Where it is otherwise than `names` has it, by operation and member. */
export const otherwise: Readonly<Record<string, Otherwise>> = {
  'AdminCreateUser.Username': made,
  'AdminGetDevice.Username': undeclared,
  'AdminListDevices.Username': undeclared,
  'ConfirmDevice.DeviceKey': both('It makes the device, of the sign-in that was told of it.', [
    'InvalidParameterException',
    'Invalid device key given.',
  ]),
  'ConfirmForgotPassword.ClientId': otherClient(noUserOfClient),
  'ConfirmForgotPassword.Username': ofClient,
  'ConfirmSignUp.ClientId': otherClient(noUserOfClient),
  'ConfirmSignUp.Username': ofClient,
  'CreateGroup.GroupName': made,
  'CreateIdentityProvider.ProviderName': made,
  'CreateResourceServer.Identifier': made,
  'CreateUserPoolDomain.Domain': {
    why: 'It makes what it names, unless another pool has it.',
    unknown: null,
    foreign: ['InvalidParameterException', 'Domain already associated with another user pool.'],
  },
  'DescribeUserPoolDomain.Domain': both('It names no pool, and describes what there is not by nothing.', null),
  'ForgotPassword.ClientId': otherClient(noUserOfClient),
  'ForgotPassword.Username': ofClient,
  'GetClientToken.ClientId': otherClient(notAuthorized('Invalid client or secret')),
  'GetTokensFromRefreshToken.ClientId': otherClient(notAuthorized('Invalid Refresh Token')),
  'GetTokensFromRefreshToken.DeviceKey': both(
    'It is the token that is wrong for the device.',
    notAuthorized('Invalid Refresh Token.'),
  ),
  'InitiateAuth.ClientId': otherClient(noUser),
  'ResendConfirmationCode.ClientId': otherClient(noUserOfClient),
  'ResendConfirmationCode.Username': ofClient,
  'RespondToAuthChallenge.ClientId': otherClient(notAuthorized('Invalid session for the user.')),
  'RevokeToken.ClientId': {
    why: 'It declares no ResourceNotFoundException, and a token that is unknown is as good as revoked.',
    unknown: ['UnauthorizedException', 'Invalid client.'],
    foreign: null,
  },
  'SignUp.ClientId': { why: 'Anybody may sign up in any pool.', foreign: null },
  'SignUp.Username': made,
  'UpdateAuthEventFeedback.EventId': feedback,
  'UpdateAuthEventFeedback.UserPoolId': { why: 'It is not signed, and so of no Region.', foreign: null },
  'UpdateAuthEventFeedback.Username': feedback,
}

/** What an operation says of a name; null where it says nothing of such names. */
export const refusalOf = (
  operation: string,
  member: string,
  name: string,
  kind: 'unknown' | 'foreign',
): Refusal | null | undefined => {
  const said = otherwise[`${operation}.${member}`]?.[kind]
  return said === undefined ? names[member]?.refusal(name) : said
}
