import { unverifiedProviderTexts } from '../../../src/domain/identity-provider-texts.ts'
import { makePool, makeUser, PASSWORD, signIn } from '../../fixture.ts'
import { declares, type Refusal } from '../case.ts'
import { type Change, invalid, notAuthorized } from '../change.ts'
import { link, type Place } from '../place.ts'
import type { World } from '../world.ts'

type Person = (world: World) => Promise<string>

const unconfirmed: Person = ({ here }) => here.make.signedUp()
const newcomer: Person = async ({ here }) => (await here.make.newcomer()).username
const confirmed: Person = ({ here }) => here.make.user()

/** Somebody to whom this was done. */
const after =
  (operation: string): Person =>
  async ({ here, calls }) => {
    const Username = await here.make.user()
    await calls.call(operation, { UserPoolId: here.poolId, Username })
    return Username
  }
const disabled = after('AdminDisableUser')
const reset = after('AdminResetUserPassword')

const told = (what: Refusal) => () => what
const notConfirmed = told(['UserNotConfirmedException', 'User is not confirmed.'])
const toReset = told(['PasswordResetRequiredException', 'Password reset required for the user'])
const isDisabled = notAuthorized('User is disabled.')

const named = (operation: string, what: string, person: Person, refusal: Change[3]): Change => [
  operation,
  what,
  async (world) => ({ Username: await person(world) }),
  refusal,
]

/** Users who are not in the state for it. */
const states: Change[] = [
  ...['AdminInitiateAuth', 'InitiateAuth'].flatMap((operation) => {
    const signIn = (what: string, person: Person, refusal: Change[3]): Change => [
      operation,
      what,
      async (world) => ({ AuthParameters: { USERNAME: await person(world), PASSWORD } }),
      refusal,
    ]
    return [
      signIn('whoever has not confirmed', unconfirmed, notConfirmed),
      signIn('whoever is disabled', disabled, isDisabled),
      signIn('whoever is to reset the password', reset, toReset),
    ]
  }),
  named('AdminDeleteSoftwareToken', 'whoever has not confirmed', unconfirmed, notConfirmed),
  named('AdminConfirmSignUp', 'whoever never signed up', newcomer, () => [
    'NotAuthorizedException',
    'User cannot be confirmed. Current status is FORCE_CHANGE_PASSWORD',
  ]),
  named('AdminResetUserPassword', 'whoever has no password yet', newcomer, () => [
    'NotAuthorizedException',
    'User password cannot be reset in the current state.',
  ]),
  named('ForgotPassword', 'whoever has no password yet', newcomer, () => [
    'NotAuthorizedException',
    'User password cannot be reset in the current state.',
  ]),
  named('ForgotPassword', 'whoever is disabled', disabled, isDisabled),
  named('ForgotPassword', 'whoever has no verified address', unconfirmed, () =>
    invalid('Cannot reset password for the user as there is no registered/verified email or phone_number'),
  ),
  named('ResendConfirmationCode', 'whoever has confirmed', confirmed, () => invalid('User is already confirmed.')),
  [
    'AdminCreateUser',
    'another invitation for whoever needs none',
    ({ here }) => ({ Username: here.jane.username, MessageAction: 'RESEND' }),
    ({ here }) => [
      'UnsupportedUserStateException',
      `Resend not possible. ${here.jane.username} status is not FORCE_CHANGE_PASSWORD`,
    ],
  ],
  [
    'AdminCreateUser',
    'another invitation for nobody',
    () => ({ Username: 'nobody', MessageAction: 'RESEND' }),
    told(['UserNotFoundException', 'User does not exist.']),
  ],
]

/** The operations that set a password, and where it stands in their requests. */
const setters: Readonly<Record<string, (password: string, world: World) => Record<string, unknown>>> = {
  AdminCreateUser: (TemporaryPassword) => ({ TemporaryPassword }),
  AdminRespondToAuthChallenge: (NEW_PASSWORD, { inputs }) => ({
    ChallengeResponses: { ...Object(inputs.AdminRespondToAuthChallenge?.ChallengeResponses), NEW_PASSWORD },
  }),
  AdminSetUserPassword: (Password) => ({ Password }),
  ChangePassword: (ProposedPassword) => ({ ProposedPassword }),
  ConfirmForgotPassword: (Password) => ({ Password }),
  RespondToAuthChallenge: (NEW_PASSWORD, { inputs }) => ({
    ChallengeResponses: { ...Object(inputs.RespondToAuthChallenge?.ChallengeResponses), NEW_PASSWORD },
  }),
  SignUp: (Password) => ({ Password }),
}

/** What each rule of the pool says of a password that keeps all others. */
const weak: Readonly<Record<string, string>> = {
  'aA1-': 'Password not long enough',
  'aaaaaaa1-': 'Password must have uppercase characters',
  'AAAAAAA1-': 'Password must have lowercase characters',
  'AAAAaaaa-': 'Password must have numeric characters',
  AAAAaaaa1: 'Password must have symbol characters',
}

const passwords: Change[] = Object.entries(setters).flatMap(([operation, put]): Change[] => [
  ...Object.entries(weak).map(([password, rule]): Change => {
    const refusal: Refusal = ['InvalidPasswordException', `Password did not conform with policy: ${rule}`]
    return [operation, rule, (world) => put(password, world), () => refusal]
  }),
  ...(declares(operation, 'PasswordHistoryPolicyViolationException')
    ? [
        [
          operation,
          'the password that it was',
          (world) => put(PASSWORD, world),
          told(['PasswordHistoryPolicyViolationException', 'Password has previously been used']),
        ] satisfies Change,
      ]
    : []),
])

const taken = (what: string) => told(['AliasExistsException', `An account with the given ${what} already exists.`])
const address = (Value: string) => ({ UserAttributes: [{ Name: 'email', Value }] })

/** The code that came to an address of somebody else. */
const codeAt = ({ make }: Place, { username }: Place['jane']) => make.code(username)

/** Addresses and identities that are somebody else's. */
const aliases: Change[] = [
  [
    'ConfirmSignUp',
    'an address that is somebody else’s',
    async ({ here, calls }) => {
      const Username = here.make.newName('sign-up')
      await calls.call('SignUp', {
        ClientId: here.clientId,
        Username,
        Password: PASSWORD,
        ...address(here.jane.address),
      })
      return { Username, ConfirmationCode: await codeAt(here, here.jane) }
    },
    taken('email'),
  ],
  [
    'VerifyUserAttribute',
    'an address that is somebody else’s',
    async ({ here, calls }) => {
      const { accessToken: AccessToken } = await here.make.signedIn()
      await calls.call('UpdateUserAttributes', { AccessToken, ...address(here.mary.address) })
      return { AccessToken, Code: await codeAt(here, here.mary) }
    },
    taken('email'),
  ],
  ...['AdminRespondToAuthChallenge', 'RespondToAuthChallenge'].map((operation): Change => {
    const change = ({ here, inputs }: World) => ({
      ChallengeResponses: {
        ...Object(inputs[operation]?.ChallengeResponses),
        'userAttributes.preferred_username': here.jane.username,
      },
    })
    return [operation, 'a name that is somebody else’s', change, taken('preferred_username')]
  }),
  [
    'AdminLinkProviderForUser',
    'an identity that is somebody else’s',
    ({ here }) => link(here.provider, here.mary.subject, here.jane.username),
    told(['AliasExistsException', unverifiedProviderTexts.linkElsewhere]),
  ],
]

/** What no code outlives. */
const HOURS = 25
const ended = told(['ExpiredCodeException', 'Invalid code provided, please request a code again.'])

/** Codes that have ended. */
const codes: Change[] = [
  [
    'ConfirmForgotPassword',
    'a code that has ended',
    async ({ here, calls, ago }) => {
      const Username = await here.make.user()
      return ago(HOURS, async () => {
        await calls.call('ForgotPassword', { ClientId: here.clientId, Username })
        return { Username, ConfirmationCode: await here.make.code(Username) }
      })
    },
    ended,
  ],
  [
    'ConfirmSignUp',
    'a code that has ended',
    ({ here, ago }) =>
      ago(HOURS, async () => {
        const Username = await here.make.signedUp()
        return { Username, ConfirmationCode: await here.make.code(Username) }
      }),
    ended,
  ],
  [
    'VerifyUserAttribute',
    'a code that has ended',
    async ({ here, calls, ago }) => {
      const { accessToken: AccessToken, username } = await here.make.signedIn()
      return ago(HOURS, async () => {
        await calls.call('GetUserAttributeVerificationCode', { AccessToken, AttributeName: 'email' })
        return { AccessToken, Code: await here.make.code(username) }
      })
    },
    ended,
  ],
]

/** Whose name is an address has it to themselves. */
const addressNames = ['AdminUpdateUserAttributes', 'UpdateUserAttributes'].map((operation): Change => {
  const change: Change[2] = async ({ calls: { sdk } }) => {
    const { poolId: UserPoolId, clientId } = await makePool(sdk, { UsernameAttributes: ['email'] })
    await makeUser(sdk, UserPoolId, 'jane@example.com')
    await makeUser(sdk, UserPoolId, 'mary@example.com')
    if (operation === 'UpdateUserAttributes')
      return {
        AccessToken: (await signIn(sdk, clientId, 'mary@example.com')).accessToken,
        ...address('jane@example.com'),
      }
    return { UserPoolId, Username: 'mary@example.com', ...address('jane@example.com') }
  }
  return [operation, 'an address that is somebody else’s name', change, taken('email')]
})

/** What clients are not set up for. */
const clients: Change[] = [
  [
    'RevokeToken',
    'a client whose tokens are not revoked',
    async ({ here }) => ({ ClientId: (await here.make.client({ EnableTokenRevocation: false })).clientId }),
    told(['UnsupportedOperationException', 'Token revocation is not enabled for this client.']),
  ],
  [
    'GetClientToken',
    'a client of users',
    async ({ here }) => {
      const { clientId: ClientId, secret: Secret } = await here.make.client({ GenerateSecret: true })
      return { ClientId, Secret }
    },
    () => invalid('ALLOW_CLIENT_TOKEN_AUTH is not enabled for the client.'),
  ],
]

/** What the state of users, and what they have, forbids. */
export const peopleRules: readonly Change[] = [
  ...states,
  ...passwords,
  ...aliases,
  ...addressNames,
  ...codes,
  ...clients,
]
