import type { TriggerEvent } from '../../src/domain/trigger-event.ts'
import type { Expected } from './stories.ts'
import { METADATA, USERNAME, VALIDATION, type World } from './world.ts'

/** What an event's own members look like, by what is known of them: the values that nobody can know are the event's. */
type Looks = (event: TriggerEvent) => { request: Record<string, unknown>; response: Record<string, unknown> }

const attributesOf = ({ request }: TriggerEvent) => request.userAttributes as Record<string, string> // all events have them

/** A stored user: these attributes, and what the service adds. */
const stored =
  (status: string, more: Record<string, string> = {}) =>
  (event: TriggerEvent): Record<string, string> => {
    const { sub = '', 'cognito:token_nbf': signedOutAt, ...others } = attributesOf(event)
    return {
      sub: /^[0-9a-f-]{36}$/.test(sub) ? sub : 'a sub',
      'cognito:user_status': status,
      ...(signedOutAt !== undefined && {
        'cognito:token_nbf': /^\d{13}$/.test(signedOutAt) ? signedOutAt : 'an instant',
      }),
      email: others.email ?? '',
      email_verified: others.email_verified ?? '',
      ...more,
    }
  }

const message =
  (status: string, usernameParameter: string | null = null): Looks =>
  (event) => ({
    request: {
      userAttributes: stored(status)(event),
      codeParameter: '{####}',
      linkParameter: '{##Click Here##}',
      usernameParameter,
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  })

const plain =
  (status: string, more: Record<string, unknown> = {}): Looks =>
  (event) => ({
    request: { userAttributes: stored(status)(event), ...more },
    response: {},
  })

const tokens =
  (status = 'CONFIRMED'): Looks =>
  (event) => ({
    request: {
      userAttributes: stored(status)(event),
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
    },
    response: { claimsOverrideDetails: null },
  })

const signUp =
  (attributes: Record<string, string>): Looks =>
  () => ({
    request: { userAttributes: attributes, validationData: VALIDATION },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  })

const migration =
  (more: Record<string, unknown>): Looks =>
  () => ({
    request: { validationData: null, userAttributes: null, ...more },
    response: {
      userAttributes: null,
      forceAliasCreation: null,
      enableSMSMFA: null,
      finalUserStatus: null,
      messageAction: null,
      desiredDeliveryMediums: null,
    },
  })

const preAuthentication: Looks = (event) => {
  const { userNotFound } = event.request
  const isNobody = userNotFound === true
  const userAttributes = isNobody ? {} : stored(attributesOf(event)['cognito:user_status'] ?? '')(event)
  return { request: { userAttributes, ...(userNotFound !== undefined && { userNotFound }) }, response: {} }
}

const rounds = (event: TriggerEvent) => {
  const { session } = event.request as { session: unknown[] }
  const played = { challengeName: 'CUSTOM_CHALLENGE', challengeResult: true, challengeMetadata: 'ROUND_1' }
  return session.length === 0 ? [] : [played]
}

const looks: Readonly<Record<string, Looks>> = {
  PreSignUp_SignUp: signUp({ email: 'jane@example.com' }),
  PreSignUp_AdminCreateUser: signUp({ email: 'jane@example.com', email_verified: 'true' }),
  PostConfirmation_ConfirmSignUp: plain('CONFIRMED'),
  PostConfirmation_ConfirmForgotPassword: plain('CONFIRMED'),
  CustomMessage_SignUp: message('UNCONFIRMED'),
  CustomMessage_ResendCode: message('UNCONFIRMED'),
  CustomMessage_AdminCreateUser: message('FORCE_CHANGE_PASSWORD', '{username}'),
  CustomMessage_ForgotPassword: (event) => {
    const status = attributesOf(event)['cognito:user_status'] ?? ''
    return message(['CONFIRMED', 'RESET_REQUIRED'].includes(status) ? status : 'another status')(event)
  },
  CustomMessage_UpdateUserAttribute: message('CONFIRMED'),
  CustomMessage_VerifyUserAttribute: message('CONFIRMED'),
  CustomMessage_Authentication: message('CONFIRMED'),
  PreAuthentication_Authentication: preAuthentication,
  PostAuthentication_Authentication: (event) =>
    plain('CONFIRMED', { newDeviceUsed: event.request.newDeviceUsed === true })(event),
  TokenGeneration_Authentication: tokens(),
  TokenGeneration_NewPasswordChallenge: tokens(),
  TokenGeneration_RefreshTokens: tokens(),
  TokenGeneration_AuthenticateDevice: tokens(),
  UserMigration_Authentication: migration({ password: 'Correct-horse-9' }),
  UserMigration_ForgotPassword: migration({}),
  DefineAuthChallenge_Authentication: (event) => ({
    request: { userAttributes: stored('CONFIRMED')(event), session: rounds(event) },
    response: { challengeName: null, issueTokens: null, failAuthentication: null },
  }),
  CreateAuthChallenge_Authentication: (event) => ({
    request: { userAttributes: stored('CONFIRMED')(event), challengeName: 'CUSTOM_CHALLENGE', session: rounds(event) },
    response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
  }),
  VerifyAuthChallengeResponse_Authentication: (event) => ({
    request: {
      userAttributes: stored('CONFIRMED')(event),
      privateChallengeParameters: { answer: 'right' },
      challengeAnswer: 'right',
    },
    response: { answerCorrect: null },
  }),
}

/** The event of a source, whole, as the sheet of facts has it. */
export const expectedEvent = (
  world: World,
  { source, told, clientId }: Expected,
  event: TriggerEvent,
): TriggerEvent => {
  const { request, response } = (looks[source] ?? (() => ({ request: {}, response: {} })))(event)
  const isHidden = clientId === undefined && event.callerContext.clientId !== world.clientId
  return {
    version: '1',
    region: 'us-east-1',
    userPoolId: world.poolId,
    userName: USERNAME,
    callerContext: {
      awsSdkVersion: 'aws-sdk-unknown-unknown',
      // The client that hides who exists is another one of the pool.
      clientId: isHidden ? event.callerContext.clientId : clientId === undefined ? world.clientId : clientId,
    },
    triggerSource: source,
    request: { ...request, ...(told && { [told]: METADATA }) },
    response,
  }
}
