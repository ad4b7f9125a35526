import { secretHash } from '../../src/domain/secret-hash.ts'
import { unverifiedRiskTexts } from '../../src/domain/unverified-risk-texts.ts'
import { feedbackToken } from '../../src/flows/events/feedback.ts'
import { PASSWORD } from '../fixture.ts'
import { wrong } from '../mfa.ts'
import { operations, type Refusal, shapeOfInput } from './case.ts'
import { type Change, NO_SESSION, noSession, notAuthorized } from './change.ts'
import type { World } from './world.ts'

const takes = (member: string) => operations.filter((operation) => shapeOfInput(operation).members?.[member])

const unverifiable = (clientId: string) => notAuthorized(`Unable to verify secret hash for client ${clientId}`)()

const hashes = takes('SecretHash').flatMap((operation): Change[] => [
  [
    operation,
    'a hash for a client without a secret',
    ({ here }) => ({ SecretHash: secretHash('', 'jane', here.clientId) }),
    ({ here }) => unverifiable(here.clientId),
  ],
  [
    operation,
    'no hash for a client with a secret',
    ({ here }) => ({ ClientId: here.machine.clientId }),
    ({ here }) =>
      notAuthorized(`Client ${here.machine.clientId} is configured with secret but SECRET_HASH was not received`)(),
  ],
  [
    operation,
    'another user’s hash',
    ({ here: { machine } }) => ({
      ClientId: machine.clientId,
      SecretHash: secretHash(machine.secret, 'somebody else', machine.clientId),
    }),
    ({ here }) => unverifiable(here.machine.clientId),
  ],
])

/** What the operations say that take the secret itself. */
const noSecret: Readonly<Record<string, (clientId: string) => Refusal>> = {
  GetTokensFromRefreshToken: (id) => notAuthorized(`Unable to verify secret for client ${id}`)(),
  RevokeToken: () => ['UnauthorizedException', 'Invalid client.'],
}

const secrets: Change[] = [
  ...Object.entries(noSecret).flatMap(([operation, refusal]): Change[] => [
    [
      operation,
      'a secret for a client without one',
      ({ here }) => ({ ClientSecret: here.machine.secret }),
      ({ here }) => refusal(here.clientId),
    ],
    [
      operation,
      'no secret for a client with one',
      ({ here }) => ({ ClientId: here.machine.clientId }),
      ({ here }) => refusal(here.machine.clientId),
    ],
    [
      operation,
      'another pool’s secret',
      ({ here, there }) => ({ ClientId: here.machine.clientId, ClientSecret: there.machine.secret }),
      ({ here }) => refusal(here.machine.clientId),
    ],
  ]),
  [
    'GetClientToken',
    'another pool’s secret',
    ({ there }) => ({ Secret: there.machine.secret }),
    notAuthorized('Invalid client or secret'),
  ],
]

const sessions: Change[] = [
  ...['AdminRespondToAuthChallenge', 'RespondToAuthChallenge'].flatMap((operation): Change[] => [
    [operation, 'no Session', () => ({ Session: NO_SESSION }), noSession],
    [operation, 'another user’s Session', ({ here }) => ({ Session: here.jane.session }), noSession],
    [operation, 'another pool’s Session', ({ there }) => ({ Session: there.jane.session }), noSession],
    [
      operation,
      'another pool’s Session and user',
      ({ there: { jane } }) => ({
        Session: jane.session,
        ChallengeResponses: { USERNAME: jane.newcomer, NEW_PASSWORD: `${PASSWORD}-new` },
      }),
      noSession,
    ],
  ]),
  ...['AssociateSoftwareToken', 'VerifySoftwareToken'].map(
    (operation): Change => [
      operation,
      'no Session',
      () => ({ AccessToken: undefined, Session: NO_SESSION }),
      noSession,
    ],
  ),
]

const otherToken = notAuthorized('Invalid Refresh Token')
const tokens: Change[] = [
  ...['AdminInitiateAuth', 'InitiateAuth'].map((operation): Change => {
    const change = ({ there: { jane } }: World) => ({
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: jane.refreshToken, DEVICE_KEY: jane.deviceKey },
    })
    return [operation, 'another pool’s refresh token', change, otherToken]
  }),
  [
    'GetTokensFromRefreshToken',
    'another pool’s refresh token',
    ({ there: { jane } }) => ({ RefreshToken: jane.refreshToken, DeviceKey: jane.deviceKey }),
    otherToken,
  ],
  [
    'RevokeToken',
    'an access token',
    ({ here }) => ({ Token: here.jane.accessToken }),
    () => ['UnsupportedTokenTypeException', 'Only refresh tokens can be revoked.'],
  ],
  [
    'UpdateAuthEventFeedback',
    'the token of another pool’s event',
    ({ calls: { ctx }, there: { poolId, jane } }) => ({
      FeedbackToken: feedbackToken(ctx, { poolId, sub: jane.sub, id: jane.eventId }),
    }),
    notAuthorized(unverifiedRiskTexts.feedbackToken),
  ],
]

const mismatch = (): Refusal => ['CodeMismatchException', 'Invalid verification code provided, please try again.']
const wrongCode = (operation: string, member: string): Change => [
  operation,
  'another code',
  ({ inputs }) => ({ [member]: wrong(String(inputs[operation]?.[member])) }),
  mismatch,
]

const guesses: Change[] = [
  wrongCode('ConfirmForgotPassword', 'ConfirmationCode'),
  wrongCode('ConfirmSignUp', 'ConfirmationCode'),
  wrongCode('VerifyUserAttribute', 'Code'),
  [
    'ChangePassword',
    'another password',
    () => ({ PreviousPassword: 'Wrong-horse-9' }),
    notAuthorized('Incorrect username or password.'),
  ],
]

/** What is to prove something, and proves something else, or nothing. */
export const proofs: readonly Change[] = [...hashes, ...secrets, ...sessions, ...tokens, ...guesses]
