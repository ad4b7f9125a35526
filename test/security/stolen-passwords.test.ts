import assert from 'node:assert/strict'
import { argon2Sync, createHash, randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { powerOfG } from '../../src/compute/power.ts'
import { type Credential, parseCredential } from '../../src/domain/credential.ts'
import { makeSealer } from '../../src/domain/sealing.ts'
import { privateExponent, srpIdentity } from '../../src/domain/srp.ts'
import { type Home, makeHome, type Program } from '../program.ts'
import { type Dump, dump } from './dump.ts'

const ROOT_KEY = '0f'.repeat(32)
const words = 'dragon monkey shadow master sunshine princess football letmein welcome charlie'.split(' ')
/** A hundred of the passwords that are tried first. */
const dictionary = words.flatMap((word) => Array.from({ length: 10 }, (_, digit) => `${word}${digit}`))

type Victim = { poolId: string; sub: string; username: string; password: string; sealed: string }

/** What a thief can compute of a guess, with the salts of the victim even. */
const guesses = ({ poolId, username, password }: Victim, credential: Credential): Buffer[] => {
  const sha256 = (...parts: (string | Buffer)[]) => {
    const hash = createHash('sha256')
    for (const part of parts) hash.update(part)
    return hash.digest()
  }
  const identity = srpIdentity(poolId, username)
  const x = privateExponent(identity, password, credential.salt)
  const v = powerOfG(x)
  const named = `${identity.poolName}${username}:${password}`
  const found = [Buffer.from(password), sha256(password), sha256(named), sha256(credential.salt, password), x, v]
  if (credential.form === 'srp') return [...found, credential.salt]
  assert.equal(credential.form, 'argon2id')
  return [...found, sha256(v), credential.salt, credential.hashSalt, credential.hash]
}

const right = ({ poolId, username }: Victim, password: string, credential: Credential): boolean => {
  const v = powerOfG(privateExponent(srpIdentity(poolId, username), password, credential.salt))
  if (credential.form === 'srp') return v.equals(credential.v)
  assert.equal(credential.form, 'argon2id')
  const { memoryKiB: memory, passes, lanes: parallelism } = credential.cost
  const parameters = { message: v, nonce: credential.hashSalt, memory, passes, parallelism, tagLength: 32 }
  return argon2Sync('argon2id', parameters).equals(credential.hash)
}

for (const [mode, form] of [
  ['srp', 'srp'],
  ['hash', 'argon2id'],
] as const) {
  describe(`V84 a stolen database with a hundred weak passwords, kept as ${mode}`, () => {
    let home: Home
    let program: Program
    let stolen: Dump
    let victims: Victim[]

    before(async () => {
      home = await makeHome()
      const settings = { CENOTE_ROOT_KEY: ROOT_KEY, CENOTE_PASSWORD_MODE: mode, CENOTE_LOG_LEVEL: 'trace' }
      program = await home.start(['dev'], settings)
      const sdk = new CognitoIdentityProviderClient({
        endpoint: home.url,
        region: 'us-east-1',
        maxAttempts: 1,
        credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' },
      })
      const PasswordPolicy = { MinimumLength: 6, PasswordHistorySize: 1 }
      const { UserPool } = await sdk.send(new CreateUserPoolCommand({ PoolName: 'weak', Policies: { PasswordPolicy } }))
      const poolId = UserPool?.Id ?? ''
      for (const [index, TemporaryPassword] of dictionary.entries()) {
        const Username = `user${index}`
        const user = { UserPoolId: poolId, Username, TemporaryPassword }
        await sdk.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }))
      }
      sdk.destroy()
      stolen = await dump(home)
      victims = (stolen.tables.get('users') ?? []).map(({ sub = '', username = '', sealed_verifier: sealed = '' }) => {
        const password = dictionary[Number(username.slice('user'.length))] ?? ''
        return { poolId, sub, username, password, sealed }
      })
    })
    after(() => home.remove())

    const open = ({ poolId, sub, sealed }: Victim, key: string) => {
      const sealer = makeSealer([Buffer.from(key, 'hex')], randomBytes)
      const opened = sealer.open(`verifier|${poolId}|${sub}|password`, sealed)
      return opened === undefined ? undefined : parseCredential(opened)
    }

    test('has no trace of any guess in its tables, its files and the log', () => {
      assert.equal(victims.length, 100)
      assert.equal(stolen.tables.get('password_history')?.length, 100)
      const rows = [...stolen.tables.values()].flat().map((row) => Object.values(row).join('\n'))
      const text = [...rows, program.out(), program.err(), stolen.files.toString('latin1')].join('\n')
      for (const victim of victims) {
        const credential = open(victim, ROOT_KEY)
        assert.ok(credential)
        for (const secret of guesses(victim, credential)) {
          for (const spelling of ['hex', 'base64', 'base64url', 'latin1'] as const) {
            assert.ok(!text.includes(secret.toString(spelling)), `${victim.username} as ${spelling}`)
          }
        }
        for (const wrong of ['00'.repeat(32), '0e'.repeat(32)]) assert.equal(open(victim, wrong), undefined)
      }
    })

    test(`falls to a dictionary with the root key, at the cost of ${form} for each guess`, () => {
      for (const victim of victims) assert.equal(open(victim, ROOT_KEY)?.form, form)
      const [victim] = victims
      assert.ok(victim)
      const credential = open(victim, ROOT_KEY)
      assert.ok(credential)
      assert.equal(right(victim, victim.password, credential), true)
      assert.equal(right(victim, `${victim.password}!`, credential), false)
      if (credential.form === 'argon2id') {
        assert.deepEqual(credential.cost, { memoryKiB: 19_456, passes: 2, lanes: 1 })
      }
    })

    test('has no two entries alike, where passwords are', () => {
      const sealed = victims.map((victim) => victim.sealed)
      const salts = victims.map((victim) => open(victim, ROOT_KEY)?.salt.toString('hex'))
      assert.deepEqual([new Set(sealed).size, new Set(salts).size], [100, 100])
    })
  })
}
