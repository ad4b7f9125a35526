import assert from 'node:assert/strict'
import { argon2Sync, pbkdf2Sync, scryptSync } from 'node:crypto'
import { describe, test } from 'node:test'
import {
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  ChangePasswordCommand,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { hashSync } from 'bcryptjs'
import { parseCredential } from '../../src/domain/credential.ts'
import type { ImportAlgorithm } from '../../src/domain/import-hash.ts'
import { PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { csvOf, importFile, makeImportPool, readLog, rowOf } from '../operations/imports/fixture.ts'
import { workOf } from '../security/work.ts'
import { srpClient } from '../srp.ts'

const server = useServer()
const WRONG = serviceError('NotAuthorizedException', 'Incorrect username or password.')

const salt = Buffer.from('0123456789abcdef')
const base64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')

/** The password as other systems hash it. */
const hashes: Record<ImportAlgorithm, (password: string) => string> = {
  BCRYPT: (password) => hashSync(password, 4),
  SCRYPT: (password) =>
    `1024$8$1$${salt.toString('hex')}$${scryptSync(password, salt, 32, { N: 1024, r: 8, p: 1 }).toString('hex')}`,
  ARGON2ID: (password) => {
    const cost = { memory: 64, passes: 1, parallelism: 1, tagLength: 32 }
    return `$argon2id$v=19$m=64,t=1,p=1$${base64(salt)}$${base64(argon2Sync('argon2id', { message: password, nonce: salt, ...cost }))}`
  },
  PBKDF2_SHA256: (password) =>
    `$pbkdf2-sha256$1000$${base64(salt)}$${base64(pbkdf2Sync(password, salt, 1000, 32, 'sha256'))}`,
}

const FLOWS = {
  ExplicitAuthFlows: [
    'ALLOW_USER_SRP_AUTH' as const,
    'ALLOW_USER_PASSWORD_AUTH' as const,
    'ALLOW_ADMIN_USER_PASSWORD_AUTH' as const,
    'ALLOW_REFRESH_TOKEN_AUTH' as const,
  ],
}

const importWith = async (
  sdk: CognitoIdentityProviderClient,
  poolId: string,
  algorithm: ImportAlgorithm,
  passwords: Record<string, string>,
) => {
  const rows = Object.entries(passwords).map(([name, password_hash]) => rowOf(name, { password_hash }))
  const file = await csvOf(sdk, poolId, rows, ['password_hash'])
  return importFile(sdk, poolId, file, { PasswordHashingAlgorithm: algorithm })
}

const signInBySrp = async (sdk: CognitoIdentityProviderClient, poolId: string, clientId: string, name: string) => {
  const { SRP_A, claim } = srpClient(poolId)
  const AuthParameters = { USERNAME: name, SRP_A }
  const begun = await sdk.send(
    new InitiateAuthCommand({ ClientId: clientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters }),
  )
  const answer = { USERNAME: name, ...claim(begun.ChallengeParameters, PASSWORD) }
  return sdk.send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: begun.ChallengeName,
      ChallengeResponses: answer,
    }),
  )
}

/** In which form the password of a pool's only user is stored, and whether its cost is known. */
const formOf = async (poolId: string) => {
  const { store, sealer } = server.ctx
  const [stored] = await store.passwords.list(poolId, 1)
  assert.ok(stored)
  const opened = sealer.open(`verifier|${poolId}|${stored.sub}|password`, stored.sealed)
  const costs = await store.importedPasswords.costs(poolId, 10)
  return [parseCredential(opened ?? '')?.form, costs.length]
}

describe('a password that was hashed elsewhere', () => {
  for (const [name, hash] of Object.entries(hashes)) {
    const algorithm = name as ImportAlgorithm // the keys of `hashes`
    test(`${algorithm}: signs in as it is, and by SRP from then on`, async () => {
      const sdk = server.client()
      const { poolId, clientId } = await makeImportPool(sdk, {}, FLOWS)
      const job = await importWith(sdk, poolId, algorithm, { ann: hash(PASSWORD) })
      assert.deepEqual([job.Status, job.PasswordHashingAlgorithm], ['Succeeded', algorithm])
      const { UserStatus } = await sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'ann' }))
      assert.equal(UserStatus, 'CONFIRMED')
      assert.deepEqual(await formOf(poolId), ['imported', 1])
      await assert.rejects(signIn(sdk, clientId, 'ann', 'Wrong-horse-9'), WRONG)
      await assert.rejects(signInBySrp(sdk, poolId, clientId, 'ann'), WRONG)
      assert.deepEqual(await formOf(poolId), ['imported', 1])
      assert.ok((await signIn(sdk, clientId, 'ann')).accessToken)
      assert.deepEqual(await formOf(poolId), ['srp', 0])
      assert.ok((await signInBySrp(sdk, poolId, clientId, 'ann')).AuthenticationResult)
      await assert.rejects(signIn(sdk, clientId, 'ann', 'Wrong-horse-9'), WRONG)
    })
  }
})

test('the first sign-in may be the administrator’s, and the password can be changed', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makeImportPool(
    sdk,
    { Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 3 } } },
    FLOWS,
  )
  await importWith(sdk, poolId, 'BCRYPT', { ann: hashes.BCRYPT(PASSWORD) })
  const AuthParameters = { USERNAME: 'ann', PASSWORD }
  const { AuthenticationResult } = await sdk.send(
    new AdminInitiateAuthCommand({
      UserPoolId: poolId,
      ClientId: clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters,
    }),
  )
  const AccessToken = AuthenticationResult?.AccessToken
  const change = (ProposedPassword: string) =>
    sdk.send(new ChangePasswordCommand({ AccessToken, PreviousPassword: PASSWORD, ProposedPassword }))
  await assert.rejects(change(PASSWORD), serviceError('PasswordHistoryPolicyViolationException'))
  await change('Battery-staple-7')
  assert.ok((await signIn(sdk, clientId, 'ann', 'Battery-staple-7')).accessToken)
})

test('a pool that keeps hashes has its own of it after the first sign-in', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makeImportPool(sdk)
  await server.ctx.store.transaction((tx) => tx.pools.setPasswordMode(poolId, 'hash'))
  await importWith(sdk, poolId, 'BCRYPT', { ann: hashes.BCRYPT(PASSWORD) })
  await assert.rejects(signIn(sdk, clientId, 'ann', 'Wrong-horse-9'), WRONG)
  for (let times = 0; times < 2; times++) assert.ok((await signIn(sdk, clientId, 'ann')).accessToken)
  assert.deepEqual(await formOf(poolId), ['argon2id', 0])
})

test('a password that an administrator sets takes the place of the hash', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makeImportPool(sdk)
  await importWith(sdk, poolId, 'BCRYPT', { ann: hashes.BCRYPT('Battery-staple-7') })
  const user = { UserPoolId: poolId, Username: 'ann' }
  await sdk.send(new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: true }))
  assert.deepEqual(await formOf(poolId), ['srp', 0])
  await assert.rejects(signIn(sdk, clientId, 'ann', 'Battery-staple-7'), WRONG)
  assert.ok((await signIn(sdk, clientId, 'ann')).accessToken)
})

test('rows without a hash, or with one that is not taken', async () => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk)
  const job = await importWith(sdk, poolId, 'BCRYPT', {
    none: '',
    good: hashes.BCRYPT(PASSWORD),
    other: hashes.PBKDF2_SHA256(PASSWORD),
    costly: hashes.BCRYPT(PASSWORD).replace('$04$', '$13$'),
  })
  assert.deepEqual([job.ImportedUsers, job.FailedUsers], [2, 2])
  const { UserStatus } = await sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'none' }))
  assert.equal(UserStatus, 'RESET_REQUIRED')
  const log = await readLog(server, poolId, job.JobId)
  const text = 'The password_hash of the User Record is no BCRYPT hash that can be imported.'
  assert.deepEqual(
    log.slice(2),
    [3, 4].map((line) => `[FAILED] Line Number ${line} - ${text}`),
  )
})

test('a column that was announced must be there', async () => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk)
  const file = await csvOf(sdk, poolId, [rowOf('ann')])
  const job = await importFile(sdk, poolId, file, { PasswordHashingAlgorithm: 'SCRYPT' })
  assert.deepEqual([job.Status, job.CompletionMessage], ['Failed', 'The CSV file has no password_hash column.'])
})

test('a wrong password costs the same for everybody, as long as anybody’s was hashed elsewhere', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makeImportPool(sdk, {}, { PreventUserExistenceErrors: 'ENABLED' })
  const hash = hashes.BCRYPT(PASSWORD)
  await importWith(sdk, poolId, 'BCRYPT', { ann: hash, bob: hash, none: '' })
  await signIn(sdk, clientId, 'bob')
  const costOf = async (name: string, password: string) => {
    const work = await workOf(server, () => signIn(sdk, clientId, name, password).catch(() => {}))
    return Object.fromEntries(Object.entries(work).filter(([call]) => call.startsWith('compute.')))
  }
  const wrong = await costOf('ann', 'Wrong-horse-9')
  assert.deepEqual(wrong, { 'compute.isImportedHashOf': 1, 'compute.powerOfG': 1 })
  for (const name of ['bob', 'nobody']) assert.deepEqual(await costOf(name, 'Wrong-horse-9'), wrong, name)
  // Who has moved on pays no more than before.
  assert.deepEqual(await costOf('bob', PASSWORD), { 'compute.powerOfG': 1, 'compute.signAll': 1 })
  await signIn(sdk, clientId, 'ann')
  for (const name of ['ann', 'bob', 'nobody']) {
    assert.deepEqual(await costOf(name, 'Wrong-horse-9'), { 'compute.powerOfG': 1 }, name)
  }
})

test('neither the file nor the hash is readable in the database', async () => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk)
  const hash = hashes.BCRYPT(PASSWORD)
  await importWith(sdk, poolId, 'BCRYPT', { ann: hash })
  const [stored] = await server.ctx.store.passwords.list(poolId, 1)
  assert.ok(stored && !stored.sealed.includes(hash.slice(7)))
  const [cost] = await server.ctx.store.importedPasswords.costs(poolId, 10)
  assert.equal(cost?.text, `$2b$04$${'.'.repeat(53)}`)
})
