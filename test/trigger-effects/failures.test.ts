/** A function that fails: what the application is told, and that nothing is left of what it had asked for. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { type LambdaConfigType, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider'
import { customAuthTriggers, lambdaArn, makeFunctions } from '../functions.ts'
import { serviceError, type TestServer, useServer } from '../harness.ts'
import { makeWorld, type Story, type World } from '../trigger-events/world.ts'

const modes = ['throws', 'exits', 'nothing', 'circular', 'vast', 'prototype', 'environment', 'garbage', 'silent']
const functions = makeFunctions(Object.fromEntries(modes.map((handler) => [handler, { module: 'odd.js', handler }])))
after(() => functions.remove())
const server = useServer(functions.environment)
/** For the function that never answers; no other one has to be loaded in so little time. */
const impatient = useServer(functions.environment, 'dev', undefined, { functionTimeLimit: 100 })

type Trigger = {
  readonly name: keyof LambdaConfigType
  readonly what: string
  readonly before?: Story
  readonly run: Story
  /** Of triggers that can say nothing, what is in an answer is not looked at. */
  readonly saysNothing?: true
  /** What has happened when the function is told of it. */
  readonly stays?: true
  /** Other functions must answer before: the server that waits for none is not asked. */
  readonly needsOthers?: true
}

const signIn: Story = (world) => world.initiate('USER_PASSWORD_AUTH', { PASSWORD: world.password })
const user: Story = (world) => world.user()
const signedIn: Story = (world) => world.signedIn()
const custom: Story = async (world) => {
  await world.user()
  await world.initiate('CUSTOM_AUTH')
}

const triggers: readonly Trigger[] = [
  { name: 'PreSignUp', what: 'SignUp', run: (world) => world.signUp() },
  { name: 'PreSignUp', what: 'AdminCreateUser', run: (world) => world.adminCreateUser(), saysNothing: true },
  { name: 'CustomMessage', what: 'SignUp', run: (world) => world.signUp() },
  { name: 'CustomMessage', what: 'AdminCreateUser', run: (world) => world.adminCreateUser() },
  { name: 'CustomMessage', what: 'ForgotPassword', before: user, run: (world) => world.forgotPassword() },
  {
    name: 'CustomMessage',
    what: 'AdminResetUserPassword',
    before: user,
    run: (world) => world.adminResetUserPassword(),
  },
  {
    name: 'CustomMessage',
    what: 'UpdateUserAttributes',
    before: signedIn,
    run: (world) => world.updateUserAttributes({ email: 'other@example.com', name: 'Jane' }),
  },
  {
    name: 'CustomMessage',
    what: 'AdminUpdateUserAttributes',
    before: user,
    run: (world) => world.adminUpdateUserAttributes({ email: 'other@example.com', name: 'Jane' }),
  },
  {
    name: 'CustomMessage',
    what: 'GetUserAttributeVerificationCode',
    before: signedIn,
    run: (world) => world.getUserAttributeVerificationCode(),
  },
  { name: 'CustomMessage', what: 'a second factor', before: (world) => world.userWithMfa(), run: signIn },
  {
    name: 'PostConfirmation',
    what: 'ConfirmSignUp',
    before: (world) => world.signUp(),
    run: (world) => world.confirmSignUp(),
    saysNothing: true,
    stays: true,
  },
  { name: 'PreAuthentication', what: 'a sign-in', before: user, run: signIn, saysNothing: true },
  { name: 'PostAuthentication', what: 'a sign-in', before: user, run: signIn, saysNothing: true },
  { name: 'PreTokenGeneration', what: 'a sign-in', before: user, run: signIn },
  { name: 'DefineAuthChallenge', what: 'CUSTOM_AUTH', before: user, run: (world) => world.initiate('CUSTOM_AUTH') },
  {
    name: 'CreateAuthChallenge',
    what: 'CUSTOM_AUTH',
    before: user,
    run: (world) => world.initiate('CUSTOM_AUTH'),
    needsOthers: true,
  },
  {
    name: 'VerifyAuthChallengeResponse',
    what: 'an answer',
    before: custom,
    run: (world) => world.respond('CUSTOM_CHALLENGE', { ANSWER: 'right' }),
    needsOthers: true,
  },
]

const INVALID = 'InvalidLambdaResponseException'
const invalidJson = [INVALID, () => 'Invalid lambda function output : Invalid JSON'] as const
const unrecognizable = [INVALID, () => 'Unrecognizable lambda output'] as const

/** What a function does, and the error that comes of it. */
const failures: readonly [mode: string, error: string, message: (trigger: string) => string][] = [
  ['throws', 'UserLambdaValidationException', (trigger) => `${trigger} failed with error not today.`],
  [
    'exits',
    'UserLambdaValidationException',
    (trigger) => `${trigger} failed with error Runtime exited with error: exit status 3.`,
  ],
  ['nothing', ...invalidJson],
  ['circular', ...invalidJson],
  ['vast', ...invalidJson],
  ['prototype', ...unrecognizable],
  ['environment', ...unrecognizable],
  ['garbage', ...unrecognizable],
  [
    'unheard-of',
    'UnexpectedLambdaException',
    (trigger) => `${trigger} invocation failed due to error ResourceNotFoundException.`,
  ],
  [
    'silent',
    'UnexpectedLambdaException',
    (trigger) => `${trigger} invocation failed due to error Socket timeout while invoking Lambda function.`,
  ],
]

/** All that a pool shows of its users, and what they were written. */
const stateOf = async (on: TestServer, { poolId }: World) => {
  const { Users } = await on.client().send(new ListUsersCommand({ UserPoolId: poolId }))
  return { Users, messages: (await on.inbox()).filter((message) => message.poolId === poolId) }
}

describe('a function fails', () => {
  for (const { name, what, before, run, saysNothing, stays, needsOthers } of triggers) {
    for (const [mode, error, message] of failures) {
      if ((mode === 'garbage' && saysNothing) || (mode === 'silent' && needsOthers)) continue
      test(`${name} at ${what}: ${mode}`, async () => {
        const on = mode === 'silent' ? impatient : server
        const isCustom = name.endsWith('Challenge') || name.endsWith('ChallengeResponse')
        const world = await makeWorld(on, { ...(isCustom && customAuthTriggers), [name]: lambdaArn(mode) })
        await before?.(world)
        const state = await stateOf(on, world)
        await assert.rejects(Promise.resolve(run(world)), serviceError(error, message(name)))
        if (!stays) assert.deepEqual(await stateOf(on, world), state)
        else assert.deepEqual((await stateOf(on, world)).Users?.[0]?.UserStatus, 'CONFIRMED')
      })
    }
  }
})

describe('a function that cannot tell who somebody is', () => {
  for (const [mode] of failures) {
    test(`UserMigration: ${mode}`, async () => {
      const on = mode === 'silent' ? impatient : server
      const world = await makeWorld(on, { UserMigration: lambdaArn(mode) })
      const text = `Exception migrating user in app client ${world.clientId}`
      await assert.rejects(signIn(world) as Promise<unknown>, serviceError('UserNotFoundException', text))
      await assert.rejects(world.forgotPassword(), serviceError('UserNotFoundException', text))
      const hidden = world.initiateHidden('USER_PASSWORD_AUTH', { PASSWORD: world.password })
      await assert.rejects(hidden, serviceError('NotAuthorizedException', 'Incorrect username or password.'))
      assert.deepEqual(await stateOf(on, world), { Users: [], messages: [] })
    })
  }
})

test('what a function says goes to the application, and why it was not asked to the log', () => {
  const failed = server.log.filter((line) => line.includes('a trigger has failed'))
  assert.ok(failed.some((line) => line.includes('"level":"debug"') && line.includes('not today')))
  assert.ok(failed.some((line) => line.includes('"level":"warn"') && line.includes('ResourceNotFoundException')))
  assert.deepEqual(
    server.log.filter((line) => line.includes('"level":"error"')),
    [],
  )
})
