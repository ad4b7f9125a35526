import assert from 'node:assert/strict'
import type { CreateUserPoolClientCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import { Amplify } from 'aws-amplify'
import { confirmSignIn, type SignInInput, type SignInOutput, signIn, signOut } from 'aws-amplify/auth'
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito'
import { ConsoleLogger } from 'aws-amplify/utils'
import { PASSWORD } from '../fixture.ts'

// It warns of every endpoint that is not the service's own.
ConsoleLogger.LOG_LEVEL = 'ERROR'

/**
 * Makes aws-amplify an app of the client on a device that it has never been on. The library is one for
 * the whole process, and keeps its tokens and devices in memory.
 */
export const makeApp = async (userPoolEndpoint: string, { poolId, clientId }: { poolId: string; clientId: string }) => {
  const items = new Map<string, string>()
  const Cognito = { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint }
  Amplify.configure({ Auth: { Cognito } })
  cognitoUserPoolsTokenProvider.setKeyValueStorage({
    setItem: async (name, value) => void items.set(name, value),
    getItem: async (name) => items.get(name) ?? null,
    removeItem: async (name) => void items.delete(name),
    clear: async () => items.clear(),
  })
  return { deviceKey: () => [...items].find(([name]) => name.endsWith('.deviceKey'))?.[1] }
}

type NextStep = SignInOutput['nextStep']

/** Expects a step of a sign-in, and gives what the library tells the app of it. */
export const expectStep = async <S extends NextStep['signInStep']>(
  reached: Promise<SignInOutput>,
  name: S,
): Promise<Extract<NextStep, { signInStep: S }>> => {
  const { nextStep } = await reached
  assert.equal(nextStep.signInStep, name)
  return nextStep as Extract<NextStep, { signInStep: S }> // by the line above
}

/** Expects the sign-in to be over, and signs out again. */
export const expectIn = async (reached: Promise<SignInOutput>): Promise<void> => {
  await expectStep(reached, 'DONE')
  await signOut()
}

/** A client that takes every flow of the library. */
export const FLOWS: Partial<CreateUserPoolClientCommandInput> = {
  ExplicitAuthFlows: [
    'ALLOW_USER_SRP_AUTH',
    'ALLOW_USER_PASSWORD_AUTH',
    'ALLOW_USER_AUTH',
    'ALLOW_CUSTOM_AUTH',
    'ALLOW_REFRESH_TOKEN_AUTH',
  ],
}
/** A pool where codes alone sign users in. */
export const passwordless = {
  AutoVerifiedAttributes: ['email' as const],
  SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' },
  Policies: {
    SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD' as const, 'EMAIL_OTP' as const, 'SMS_OTP' as const] },
  },
}

type Options = NonNullable<SignInInput['options']>

/** Begins a sign-in of Jane's. */
export const begin = (options: Options, password: string | undefined = PASSWORD) =>
  signIn({ username: 'jane', ...(password && { password }), options })

/** Answers what a sign-in asks. */
export const answer = (challengeResponse: string) => confirmSignIn({ challengeResponse })

/** Every way to give a password, by the name of its flow. */
export const passwordWays: Record<string, Options> = {
  USER_SRP_AUTH: { authFlowType: 'USER_SRP_AUTH' },
  USER_PASSWORD_AUTH: { authFlowType: 'USER_PASSWORD_AUTH' },
  'USER_AUTH with PASSWORD': { authFlowType: 'USER_AUTH', preferredChallenge: 'PASSWORD' },
  'USER_AUTH with PASSWORD_SRP': { authFlowType: 'USER_AUTH', preferredChallenge: 'PASSWORD_SRP' },
}
