import { unverifiedTexts } from '../../src/domain/unverified-texts.ts'
import { type Case, declares, type Refusal, shapeOfInput } from './case.ts'
import type { Members } from './constraints.ts'
import type { World } from './world.ts'

/** A token that lets nobody in. */
export type WrongToken = {
  readonly what: string
  readonly token: string
  readonly refusal: (operation: string) => Refusal
}

const refused = (message: string) => (): Refusal => ['NotAuthorizedException', message]
const revoked = refused('Access Token has been revoked')
const unsigned = refused('Could not verify signature for Access Token')

/** What an operation says of the tokens of a user who is gone, as far as it declares that error. */
const gone = (operation: string): Refusal => {
  if (declares(operation, 'UserNotFoundException')) return ['UserNotFoundException', 'User does not exist.']
  // It hears both of tokens and of users, and has the text of the one with the name of the other.
  return operation === 'AssociateSoftwareToken' ? ['NotAuthorizedException', 'User does not exist.'] : revoked()
}

const RESET = 'Password reset required for the user'

/** What an operation says of the tokens of a user who is to reset the password, as far as it declares that error. */
const toReset = (operation: string): Refusal => [
  declares(operation, 'PasswordResetRequiredException') ? 'PasswordResetRequiredException' : 'NotAuthorizedException',
  RESET,
]

/** What the four operations say without a token that also know another proof, or do not require it. */
const withoutToken: Readonly<Record<string, Refusal>> = {
  AssociateSoftwareToken: ['InvalidParameterException', 'Exactly one of AccessToken and Session is required.'],
  ForgetDevice: ['NotAuthorizedException', unverifiedTexts.accessToken],
  GetDevice: ['NotAuthorizedException', unverifiedTexts.accessToken],
  VerifySoftwareToken: ['InvalidParameterException', 'Exactly one of AccessToken and Session is required.'],
}

const altered = (token: string) => `${token.slice(0, -8)}${token.endsWith('AAAAAAAA') ? 'BBBBBBBB' : 'AAAAAAAA'}`

/** Tokens of every kind that an operation refuses. */
export const wrongTokens = async ({ here, there, calls, ago }: World): Promise<WrongToken[]> => {
  const left = await there.make.signedIn()
  await calls.call('GlobalSignOut', { AccessToken: left.accessToken })
  const deleted = await there.make.signedIn()
  await calls.call('DeleteUser', { AccessToken: deleted.accessToken })
  const suspended = await there.make.signedIn()
  const { username: Username } = suspended
  await calls.call('AdminResetUserPassword', { UserPoolId: there.poolId, Username })
  const disabled = await there.make.signedIn()
  await calls.call('AdminDisableUser', { UserPoolId: there.poolId, Username: disabled.username })
  const early = await here.make.user()
  const ended = await ago(2, () => here.make.signedIn(early))
  return [
    { what: 'an ID token', token: here.jane.idToken, refusal: refused('Invalid Access Token') },
    { what: 'a refresh token', token: here.jane.refreshToken, refusal: unsigned },
    { what: 'garbage', token: 'garbage', refusal: unsigned },
    { what: 'garbage in three parts', token: 'a.b.c', refusal: unsigned },
    { what: 'another signature', token: altered(here.jane.accessToken), refusal: unsigned },
    {
      what: 'a token without the scope',
      token: here.machine.token,
      refusal: refused('Access Token does not have required scopes'),
    },
    { what: 'a token of another pool’s user, who signed out', token: left.accessToken, refusal: revoked },
    { what: 'a token of a user who is gone', token: deleted.accessToken, refusal: gone },
    { what: 'a token of a user who is to reset the password', token: suspended.accessToken, refusal: toReset },
    { what: 'a token of a user who is disabled', token: disabled.accessToken, refusal: revoked },
    {
      what: 'a token that has ended',
      token: ended.accessToken,
      refusal: refused('Access Token has expired'),
    },
  ]
}

/** Whether a user’s token lets in to an operation. */
export const takesToken = (operation: string): boolean => shapeOfInput(operation).members?.AccessToken !== undefined

/** A good request with each of the tokens that let nobody in, and without any. */
export const tokenCases = (operation: string, input: Members, tokens: readonly WrongToken[]): Case[] => {
  const cases = tokens.map(({ token, refusal }) => ({
    body: { ...input, AccessToken: token },
    refusal: refusal(operation),
  }))
  const refusal = withoutToken[operation]
  return refusal ? [...cases, { body: { ...input, AccessToken: undefined }, refusal }] : cases
}
