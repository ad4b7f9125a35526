import { SignUpCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, PASSWORD } from './fixture.ts'
import { startTestServer } from './harness.ts'
const server = await startTestServer()
const sdk = server.client()
const { poolId, clientId } = await makePool(sdk, { AutoVerifiedAttributes: ['email'] }, { PreventUserExistenceErrors: 'ENABLED' })
const N = 400
for (let i = 0; i < N; i++) {
  await makeUser(sdk, poolId, `known${i}`, { email: `k${i}@example.com`, email_verified: 'true' })
  await sdk.send(new SignUpCommand({ ClientId: clientId, Username: `wait${i}`, Password: PASSWORD, UserAttributes: [{ Name: 'email', Value: `w${i}@example.com` }] }))
}
const median = (v: number[]) => v.sort((a, b) => a - b)[Math.floor(v.length / 2)] ?? 0
for (const [op, prefix, more] of [
  ['ForgotPassword', 'known', {}],
  ['ConfirmForgotPassword', 'known', { ConfirmationCode: '1', Password: PASSWORD }],
  ['ConfirmSignUp', 'wait', { ConfirmationCode: '1' }],
  ['ResendConfirmationCode', 'wait', {}],
] as const) {
  const times: [number[], number[]] = [[], []]
  for (let i = 0; i < N; i++) {
    for (const which of i % 2 ? ([0, 1] as const) : ([1, 0] as const)) {
      const from = performance.now()
      await (await server.post(op, { ClientId: clientId, Username: which ? `nobdy${i}` : `${prefix}${i}`, ...more })).text()
      times[which].push(performance.now() - from)
    }
  }
  process.stdout.write(`${op} existing ${median(times[0]).toFixed(3)} ms, unknown ${median(times[1]).toFixed(3)} ms\n`)
}
await server.stop()
