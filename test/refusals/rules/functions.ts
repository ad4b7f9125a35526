import { lambdaArn, makeFunctions } from '../../functions.ts'
import { startLoopback } from '../../outbound/loopback.ts'
import { declaring, type Refusal } from '../case.ts'
import type { Change } from '../change.ts'
import type { Members } from '../constraints.ts'
import { rows } from '../rows.ts'

const MOODY = lambdaArn('moody')

/** The triggers of a pool that asks the function at every turn. */
export const moodyTriggers = {
  CustomMessage: MOODY,
  PostAuthentication: MOODY,
  PostConfirmation: MOODY,
  PreAuthentication: MOODY,
  PreSignUp: MOODY,
  PreTokenGeneration: MOODY,
}

/** How the function answers, and what comes of that. */
type Mood = {
  readonly what: string
  readonly status?: number
  readonly headers?: Record<string, string>
  /** Without one, the event is given back. */
  readonly body?: unknown
  readonly refusal: (trigger: string) => Refusal
}

const unusable = (message: string) => (): Refusal => ['InvalidLambdaResponseException', message]
const uncalled =
  (cause: string) =>
  (trigger: string): Refusal => ['UnexpectedLambdaException', `${trigger} invocation failed due to error ${cause}.`]

const moods: readonly Mood[] = [
  {
    what: 'refuses',
    headers: { 'x-amz-function-error': 'Unhandled' },
    body: { errorMessage: 'not today' },
    refusal: (trigger) => ['UserLambdaValidationException', `${trigger} failed with error not today.`],
  },
  { what: 'says nothing', body: null, refusal: unusable('Invalid lambda function output : Invalid JSON') },
  { what: 'says anything', body: { anything: true }, refusal: unusable('Unrecognizable lambda output') },
  { what: 'may not be asked', status: 403, refusal: uncalled('AccessDeniedException') },
  { what: 'is not there', status: 404, refusal: uncalled('ResourceNotFoundException') },
  { what: 'is asked too much', status: 429, refusal: uncalled('TooManyRequestsException') },
]

let mood: Mood | undefined
const endpoint = await startLoopback((response, { body }) => {
  response.writeHead(mood?.status ?? 200, mood?.headers)
  response.end(mood?.body === undefined ? body : JSON.stringify(mood.body))
})
const files = makeFunctions({ moody: { url: endpoint.url } })

/** The functions of the server: one, which is in the mood that it is to be in. */
export const functions = {
  environment: { ...files.environment, CENOTE_FUNCTIONS_SECRET: 'sixteen characters' },
  remove() {
    endpoint.close()
    files.remove()
  },
}

const newAddress = { UserAttributes: [{ Name: 'email', Value: 'new@example.com' }] }

/** What the operations ask first that ask the functions of triggers, and what makes them ask. */
const askers: Readonly<Record<string, readonly [trigger: keyof typeof moodyTriggers, more?: Members]>> = {
  AdminConfirmSignUp: ['PostConfirmation'],
  AdminCreateUser: ['PreSignUp'],
  AdminInitiateAuth: ['PreAuthentication'],
  AdminResetUserPassword: ['CustomMessage'],
  AdminRespondToAuthChallenge: ['PostAuthentication'],
  AdminUpdateUserAttributes: ['CustomMessage', newAddress],
  ConfirmForgotPassword: ['PostConfirmation'],
  ConfirmSignUp: ['PostConfirmation'],
  ForgotPassword: ['CustomMessage'],
  GetTokensFromRefreshToken: ['PreTokenGeneration'],
  GetUserAttributeVerificationCode: ['CustomMessage'],
  InitiateAuth: ['PreAuthentication'],
  ResendConfirmationCode: ['CustomMessage'],
  RespondToAuthChallenge: ['PostAuthentication'],
  SignUp: ['PreSignUp'],
  UpdateUserAttributes: ['CustomMessage', newAddress],
}

/** What operations answer when a function fails: all that declare such errors, in all ways. */
export const functionRules: readonly Change[] = declaring('UserLambdaValidationException').flatMap((operation) => {
  const [trigger = 'no trigger', more] = askers[operation] ?? []
  return moods.map((next): Change => {
    const change: Change[2] = async ({ calls, moody }) => {
      mood = undefined
      const input = { ...(await rows[operation]?.(moody, calls)), ...more }
      mood = next
      return input
    }
    return [operation, `the function of ${trigger} ${next.what}`, change, () => next.refusal(trigger)]
  })
})
