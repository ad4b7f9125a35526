import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ChangePasswordCommand } from '@aws-sdk/client-cognito-identity-provider'
import { hashSync } from 'bcryptjs'
import { fault } from '../../src/domain/errors.ts'
import { makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, type TestServer, useServer } from '../harness.ts'
import { csvOf, importFile, makeImportPool, rowOf } from '../operations/imports/fixture.ts'
import { outcome } from './between.ts'

const server = useServer()
const LOCKED = 'Password attempts exceeded'

/** Lets no hash of another system have its turn while `work` runs, as somebody does who keeps all of them busy. */
const whileBusy = async ({ ctx: { compute } }: TestServer, work: () => Promise<void>) => {
  const { isImportedHashOf } = compute
  compute.isImportedHashOf = async () => {
    throw fault('TooManyRequestsException')
  }
  await work().finally(() => Object.assign(compute, { isImportedHashOf }))
}

/** A pool in which ann's password is imported and was not used since, and jane's never was. */
const makePeople = async () => {
  const sdk = server.client()
  const made = await makeImportPool(sdk, {}, { PreventUserExistenceErrors: 'ENABLED' })
  const file = await csvOf(
    sdk,
    made.poolId,
    [rowOf('ann', { password_hash: hashSync(PASSWORD, 4) })],
    ['password_hash'],
  )
  await importFile(sdk, made.poolId, file, { PasswordHashingAlgorithm: 'BCRYPT' })
  await makeUser(sdk, made.poolId, 'jane')
  return { sdk, ...made }
}

test('V04: a wrong password counts, however busy hashes are, and nothing tells it from an untried one', async () => {
  const { sdk, clientId } = await makePeople()
  await server.freeze(() =>
    whileBusy(server, async () => {
      for (const name of ['jane', 'nobody', 'ann']) {
        for (let failure = 1; failure <= 5; failure++) {
          const { error } = await outcome(signIn(sdk, clientId, name, 'wrong'))
          assert.equal(error, 'TooManyRequestsException', `${name}, ${failure}`)
        }
      }
      const locked = await outcome(signIn(sdk, clientId, 'jane'))
      assert.equal(locked.message, LOCKED)
      assert.deepEqual(await outcome(signIn(sdk, clientId, 'nobody')), locked)
    }),
  )
})

test('V04: nor does a holder of a token guess the password freely then', async () => {
  const { sdk, clientId } = await makePeople()
  const { accessToken } = await signIn(sdk, clientId, 'jane')
  const change = (PreviousPassword: string) =>
    sdk.send(
      new ChangePasswordCommand({ AccessToken: accessToken, PreviousPassword, ProposedPassword: `${PASSWORD}-new` }),
    )
  await server.freeze(async () => {
    await whileBusy(server, async () => {
      for (let failure = 1; failure <= 5; failure++) {
        await assert.rejects(change('wrong'), serviceError('TooManyRequestsException'))
      }
    })
    await assert.rejects(signIn(sdk, clientId, 'jane'), serviceError('NotAuthorizedException', LOCKED))
  })
})
