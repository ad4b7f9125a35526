/**
 * What each operation and flow makes a pool's functions see: in this order, and with what the caller told
 * them. The table is the documentation's, completed by what was recorded of the service.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
import type { Answers } from '../triggers.ts'
import { NEW_PASSWORD, type Story, type World } from './world.ts'

/** What came with the request, and how the function gets it: as one of two members, or not at all. */
type Told = 'clientMetadata' | 'validationData' | undefined

/** One event that is expected, by its source. */
export type Expected = { readonly source: string; readonly told?: Told; readonly clientId?: string | null }

/** An operation or a flow: what comes before it, what is done, and the events that are seen of it. */
export type Row = {
  readonly what: string
  readonly before?: Story
  readonly run: Story
  readonly answers?: Answers
  readonly events: readonly Expected[]
}

const NO_CLIENT = 'CLIENT_ID_NOT_APPLICABLE'
const told = (source: string): Expected => ({ source, told: 'clientMetadata' })
const validated = (source: string): Expected => ({ source, told: 'validationData' })
const untold = (source: string): Expected => ({ source })

const PRE_AUTHENTICATION = validated('PreAuthentication_Authentication')
const signedIn = (mark: (source: string) => Expected): Expected[] => [
  mark('PostAuthentication_Authentication'),
  mark('TokenGeneration_Authentication'),
]
const migrated = {
  userAttributes: { email: 'new@example.com', email_verified: 'true' },
  finalUserStatus: 'CONFIRMED',
  messageAction: 'SUPPRESS',
}

export const rows: readonly Row[] = [
  {
    what: 'SignUp',
    run: (world) => world.signUp(),
    events: [told('PreSignUp_SignUp'), told('CustomMessage_SignUp')],
  },
  {
    what: 'SignUp of somebody whom the function confirms',
    run: (world) => world.signUp(),
    answers: { PreSignUp_SignUp: { autoConfirmUser: true, autoVerifyEmail: true } },
    events: [told('PreSignUp_SignUp'), told('PostConfirmation_ConfirmSignUp')],
  },
  {
    what: 'ConfirmSignUp',
    before: (world) => world.signUp(),
    run: (world) => world.confirmSignUp(),
    events: [told('PostConfirmation_ConfirmSignUp')],
  },
  {
    what: 'AdminConfirmSignUp',
    before: (world) => world.signUp(),
    run: (world) => world.adminConfirmSignUp(),
    events: [{ ...told('PostConfirmation_ConfirmSignUp'), clientId: null }],
  },
  {
    what: 'ResendConfirmationCode',
    before: (world) => world.signUp(),
    run: (world) => world.resendConfirmationCode(),
    events: [told('CustomMessage_ResendCode')],
  },
  {
    what: 'AdminCreateUser',
    run: (world) => world.adminCreateUser(),
    events: [
      { ...told('PreSignUp_AdminCreateUser'), clientId: NO_CLIENT },
      { ...untold('CustomMessage_AdminCreateUser'), clientId: NO_CLIENT },
    ],
  },
  {
    what: 'AdminCreateUser that writes to nobody',
    run: (world) => world.adminCreateUser({ MessageAction: 'SUPPRESS' }),
    events: [{ ...told('PreSignUp_AdminCreateUser'), clientId: NO_CLIENT }],
  },
  {
    what: 'AdminCreateUser that invites again',
    before: (world) => world.adminCreateUser(),
    run: (world) => world.adminCreateUser({ MessageAction: 'RESEND' }),
    events: [{ ...untold('CustomMessage_AdminCreateUser'), clientId: NO_CLIENT }],
  },
  {
    what: 'ForgotPassword',
    before: (world) => world.user(),
    run: (world) => world.forgotPassword(),
    events: [told('CustomMessage_ForgotPassword')],
  },
  {
    what: 'ConfirmForgotPassword',
    before: async (world) => {
      await world.user()
      await world.forgotPassword()
    },
    run: (world) => world.confirmForgotPassword(),
    events: [told('PostConfirmation_ConfirmForgotPassword')],
  },
  {
    what: 'AdminResetUserPassword',
    before: (world) => world.user(),
    run: (world) => world.adminResetUserPassword(),
    events: [{ ...told('CustomMessage_ForgotPassword'), clientId: NO_CLIENT }],
  },
  {
    what: 'UpdateUserAttributes, of an address',
    before: (world) => world.signedIn(),
    run: (world) => world.updateUserAttributes({ email: 'other@example.com' }),
    events: [told('CustomMessage_UpdateUserAttribute')],
  },
  {
    what: 'UpdateUserAttributes, of a name',
    before: (world) => world.signedIn(),
    run: (world) => world.updateUserAttributes({ name: 'Jane' }),
    events: [],
  },
  {
    what: 'AdminUpdateUserAttributes, of an address',
    before: (world) => world.user(),
    run: (world) => world.adminUpdateUserAttributes({ email: 'other@example.com' }),
    events: [{ ...told('CustomMessage_UpdateUserAttribute'), clientId: NO_CLIENT }],
  },
  {
    what: 'GetUserAttributeVerificationCode',
    before: (world) => world.signedIn(),
    run: (world) => world.getUserAttributeVerificationCode(),
    events: [told('CustomMessage_VerifyUserAttribute')],
  },
  {
    what: 'USER_PASSWORD_AUTH',
    before: (world) => world.user(),
    run: (world) => world.initiate('USER_PASSWORD_AUTH', { PASSWORD: world.password }),
    events: [PRE_AUTHENTICATION, ...signedIn(untold)],
  },
  {
    what: 'USER_PASSWORD_AUTH with a wrong password',
    before: (world) => world.user(),
    run: (world) => world.refused(world.initiate('USER_PASSWORD_AUTH', { PASSWORD: 'Wrong-horse-9' })),
    events: [PRE_AUTHENTICATION],
  },
  {
    what: 'USER_PASSWORD_AUTH of a name that nobody has',
    run: (world) => world.refused(world.initiate('USER_PASSWORD_AUTH', { PASSWORD: world.password })),
    events: [validated('UserMigration_Authentication')],
  },
  {
    what: 'USER_PASSWORD_AUTH of a name that nobody has, at a client that hides that',
    run: (world) => world.refused(world.initiateHidden('USER_PASSWORD_AUTH', { PASSWORD: world.password })),
    events: [validated('UserMigration_Authentication'), PRE_AUTHENTICATION],
  },
  {
    what: 'USER_PASSWORD_AUTH of somebody who comes from elsewhere',
    run: (world) => world.initiate('USER_PASSWORD_AUTH', { PASSWORD: world.password }),
    answers: { UserMigration_Authentication: migrated },
    events: [validated('UserMigration_Authentication'), PRE_AUTHENTICATION, ...signedIn(untold)],
  },
  {
    what: 'the same, by ADMIN_USER_PASSWORD_AUTH',
    run: (world) => world.adminInitiate({ PASSWORD: world.password }),
    answers: { UserMigration_Authentication: migrated },
    events: [validated('UserMigration_Authentication'), PRE_AUTHENTICATION, ...signedIn(untold)],
  },
  {
    what: 'the same, by choice',
    run: (world) => world.initiate('USER_AUTH', { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: world.password }),
    answers: { UserMigration_Authentication: migrated },
    events: [validated('UserMigration_Authentication'), PRE_AUTHENTICATION, ...signedIn(untold)],
  },
  {
    what: 'ForgotPassword of somebody who comes from elsewhere',
    run: (world) => world.forgotPassword(),
    answers: { UserMigration_ForgotPassword: migrated },
    events: [told('UserMigration_ForgotPassword'), told('CustomMessage_ForgotPassword')],
  },
  {
    what: 'USER_SRP_AUTH, begun',
    before: (world) => world.user(),
    run: (world) => world.startSrp(),
    events: [PRE_AUTHENTICATION],
  },
  {
    what: 'USER_SRP_AUTH, answered',
    before: async (world) => {
      await world.user()
      await world.startSrp()
    },
    run: (world) => world.finishSrp(),
    events: signedIn(told),
  },
  {
    what: 'a new password after a temporary one',
    before: async (world) => {
      await world.adminCreateUser({ MessageAction: 'SUPPRESS', TemporaryPassword: world.password })
      await world.initiate('USER_PASSWORD_AUTH', { PASSWORD: world.password })
    },
    run: (world) => world.respond('NEW_PASSWORD_REQUIRED', { NEW_PASSWORD }),
    events: [told('PostAuthentication_Authentication'), told('TokenGeneration_NewPasswordChallenge')],
  },
  {
    what: 'USER_AUTH, asking for a code',
    before: (world) => world.user(),
    run: (world) => world.initiate('USER_AUTH', { PREFERRED_CHALLENGE: 'EMAIL_OTP' }),
    events: [PRE_AUTHENTICATION, untold('CustomMessage_Authentication')],
  },
  {
    what: 'USER_AUTH, choosing a code',
    before: async (world) => {
      await world.user()
      await world.initiate('USER_AUTH')
    },
    run: (world) => world.respond('SELECT_CHALLENGE', { ANSWER: 'EMAIL_OTP' }),
    events: [told('CustomMessage_Authentication')],
  },
  {
    what: 'USER_AUTH, answering with the code',
    before: async (world) => {
      await world.user()
      await world.initiate('USER_AUTH', { PREFERRED_CHALLENGE: 'EMAIL_OTP' })
    },
    run: (world) => world.respondWithCode('EMAIL_OTP', 'EMAIL_OTP_CODE'),
    events: signedIn(told),
  },
  {
    what: 'a second factor by e-mail',
    before: (world) => world.userWithMfa(),
    run: (world) => world.initiate('USER_PASSWORD_AUTH', { PASSWORD: world.password }),
    events: [PRE_AUTHENTICATION, untold('CustomMessage_Authentication')],
  },
  {
    what: 'CUSTOM_AUTH, begun',
    before: (world) => world.user(),
    run: (world) => world.initiate('CUSTOM_AUTH'),
    events: [
      PRE_AUTHENTICATION,
      untold('DefineAuthChallenge_Authentication'),
      untold('CreateAuthChallenge_Authentication'),
    ],
  },
  {
    what: 'CUSTOM_AUTH, answered',
    before: async (world) => {
      await world.user()
      await world.initiate('CUSTOM_AUTH')
    },
    run: (world) => world.respond('CUSTOM_CHALLENGE', { ANSWER: 'right' }),
    events: [
      told('VerifyAuthChallengeResponse_Authentication'),
      told('DefineAuthChallenge_Authentication'),
      ...signedIn(told),
    ],
  },
  {
    what: 'REFRESH_TOKEN_AUTH',
    before: (world) => world.signedIn(),
    run: (world) => world.refresh(),
    events: [untold('TokenGeneration_RefreshTokens')],
  },
  {
    what: 'GetTokensFromRefreshToken',
    before: (world) => world.signedIn(),
    run: (world) => world.getTokensFromRefreshToken(),
    events: [told('TokenGeneration_Authentication')],
  },
  {
    what: 'a remembered device',
    before: (world) => world.userWithDevice(),
    run: (world) => world.signInWithDevice(),
    events: [
      PRE_AUTHENTICATION,
      untold('PostAuthentication_Authentication'),
      untold('TokenGeneration_AuthenticateDevice'),
    ],
  },
  {
    what: 'what asks no function: changing the password, verifying an address, reading and signing out',
    before: async (world) => {
      await world.signedIn()
      await world.getUserAttributeVerificationCode()
    },
    run: async (world) => {
      await world.verifyUserAttribute()
      await world.getUser()
      await world.changePassword()
      await world.globalSignOut()
    },
    events: [],
  },
]

export type { World }
