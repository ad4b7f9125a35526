/** A server whose pools have one function for all triggers, which keeps what it is given. */
import { rmSync, writeFileSync } from 'node:fs'
import { after } from 'node:test'
import type {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
  LambdaConfigType,
} from '@aws-sdk/client-cognito-identity-provider'
import type { TriggerEvent } from '../src/domain/trigger-event.ts'
import { makePool } from './fixture.ts'
import { customAuthTriggers, lambdaArn, makeFunctions } from './functions.ts'
import { type TestServer, useServer } from './harness.ts'

const ALL = lambdaArn('all')

/** Every trigger that a pool can have, but for those that deliver messages. */
export const everyTrigger: LambdaConfigType = {
  PreSignUp: ALL,
  CustomMessage: ALL,
  PostConfirmation: ALL,
  PreAuthentication: ALL,
  PostAuthentication: ALL,
  PreTokenGeneration: ALL,
  UserMigration: ALL,
  ...customAuthTriggers,
}

/** What functions answer, by the source of the event: members of `response`, or an error. */
export type Answers = Record<string, Record<string, unknown> | { error: string }>

export type TriggerServer = {
  readonly server: TestServer
  /** The events that the functions are given while `work` runs, which answer as they are told to. */
  eventsOf(work: () => Promise<unknown>, answers?: Answers): Promise<TriggerEvent[]>
  /** What `work` comes to while the functions answer as they are told to. */
  answering<T>(answers: Answers, work: () => Promise<T>): Promise<T>
}

/** Starts a server with functions before the tests of a file. */
export const useTriggers = (environment: Record<string, string> = {}): TriggerServer => {
  const functions = makeFunctions({ all: { module: './triggers.js' } })
  const server = useServer({ ...functions.environment, ...environment })
  after(() => functions.remove())
  const answering = async <T>(answers: Answers, work: () => Promise<T>): Promise<T> => {
    writeFileSync(functions.path('answers.json'), JSON.stringify(answers))
    try {
      return await work()
    } finally {
      rmSync(functions.path('answers.json'))
    }
  }
  return {
    server,
    answering,
    async eventsOf(work, answers = {}) {
      const before = functions.events().length
      await answering(answers, work)
      return functions.events().slice(before)
    },
  }
}

/** A pool with triggers whose users have an e-mail address, or a phone number, that it verifies. */
export const makeTriggerPool = (
  sdk: CognitoIdentityProviderClient,
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
) =>
  makePool(
    sdk,
    { LambdaConfig: everyTrigger, AutoVerifiedAttributes: ['email'], ...pool },
    {
      ExplicitAuthFlows: [
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_CUSTOM_AUTH',
        'ALLOW_USER_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
      ...client,
    },
  )
